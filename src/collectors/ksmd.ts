import { defineCollector } from "./kit/define.ts";
import { counter, familiesIn, type Family, gauge } from "./kit/family.ts";
import { kernelOption, sysfs } from "./kit/sources.ts";
import { parseInt64, parseUint } from "./parsers/numbers.ts";

const FOLDER = "kernel/mm/ksm";

/** Attributes of /sys/kernel/mm/ksm (Documentation/admin-guide/mm/ksm.rst), in alphabetical order. */
const ATTRIBUTES = [
  attribute("full_scans", counter("node_ksmd_full_scans_total", "Complete scans of all mergeable areas.")),
  {
    name: "general_profit",
    family: gauge("node_ksmd_general_profit_bytes", "Memory that merging saves, minus its own overhead, in bytes."),
    read: parseInt64,
  },
  attribute(
    "merge_across_nodes",
    gauge("node_ksmd_merge_across_nodes", "1 when pages of different NUMA nodes are merged."),
  ),
  attribute("pages_shared", gauge("node_ksmd_pages_shared", "Shared pages in use.")),
  attribute("pages_sharing", gauge("node_ksmd_pages_sharing", "Additional users of shared pages.")),
  attribute("pages_to_scan", gauge("node_ksmd_pages_to_scan", "Pages scanned before ksmd sleeps.")),
  attribute(
    "pages_unshared",
    gauge("node_ksmd_pages_unshared", "Unique pages that are repeatedly checked for merging."),
  ),
  attribute("pages_volatile", gauge("node_ksmd_pages_volatile", "Pages that change too fast to be merged.")),
  attribute("run", gauge("node_ksmd_run", "State of ksmd: 0 stopped, 1 running, 2 stopped with all pages unmerged.")),
  {
    name: "sleep_millisecs",
    family: gauge("node_ksmd_sleep_seconds", "Pause of ksmd between scans, in seconds."),
    read: secondsOf,
  },
];

export default defineCollector({
  name: "ksmd",
  summary: "Merging of identical memory pages from /sys/kernel/mm/ksm.",
  enabledByDefault: false,
  families: familiesIn(ATTRIBUTES),
  sources: [sysfs("kernel/mm/ksm/*"), kernelOption("CONFIG_KSM")],
  flags: {},
  create({ host }) {
    return (emit) => {
      const directory = host.sys.directory(FOLDER);
      for (const { name, family, read } of ATTRIBUTES) {
        const value = directory.parsedIf(name, read);
        if (value !== undefined) emit(family, value);
      }
    };
  },
});

function attribute(name: string, family: Family<readonly []>) {
  return { name, family, read: parseUint };
}

function secondsOf(text: string): number | undefined {
  const milliseconds = parseUint(text);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
