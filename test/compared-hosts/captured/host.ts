import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TreeEntry, writeEntry } from "../../support/tree.ts";
import type { ComparedHost } from "../compared-host.ts";

/** Stands for the root of the host in expected.prom. */
export const ROOT = "/captured";

/** Files of a machine as capture.ts has found them, and files of hardware that it lacks, written by hand. */
const PARTS = ["captured.json", "written.json"];

let made: string | undefined;

/** The captured host of this repository. */
export const capturedHost: ComparedHost = {
  name: "our captured host",
  root: () => (made ??= write()),
  expected: (root) => readFileSync(join(import.meta.dirname, "expected.prom"), "utf8").replaceAll(ROOT, root),
  udevData: "run/udev/data",
  switchedOn:
    "bcachefs buddyinfo cgroups cpu_vulnerabilities drbd drm interrupts kernel_hung ksmd lnstat meminfo_numa mountstats nvmesubsystem pcidevice processes qdisc slabinfo softirqs swap sysctl wifi xfrm zoneinfo".split(
      " ",
    ),
  // They ask the kernel or other programs, not files.
  switchedOff: "filesystem selinux timex uname".split(" "),
  restless:
    /^(go_|nodejs_|process_|promhttp_|node_exporter_|node_scrape_collector_duration_seconds$|node_textfile_mtime_seconds$|node_time_zone|node_time_seconds$)/,
  live: /^$/,
  flags: (root) => ({
    "collector.arp.netlink": false,
    "collector.bcache.priorityStats": true,
    "collector.cpu.info": true,
    "collector.cpu.info.bugs-include": ".*",
    "collector.cpu.info.flags-include": "^(aes|avx.*)$",
    "collector.diskstats.device-exclude": "^ram",
    "collector.netdev.netlink": false,
    "collector.netstat.fields": ".*",
    "collector.qdisc.fixtures": join(root, "qdisc"),
    "collector.stat.softirq": true,
    "collector.sysctl.include": ["fs.file-nr:total,current,max", "kernel.threads-max"],
    "collector.sysctl.include-info": ["kernel.seccomp.actions_avail"],
    "collector.textfile.directory": [join(root, "textfile")],
    "collector.vmstat.fields": ".*",
    "collector.wifi.fixtures": join(root, "wifi"),
  }),
};

/** Writes it into a temporary directory that ends with this process. */
function write(): string {
  const root = mkdtempSync(join(tmpdir(), "node-exporter-ts-captured-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  for (const part of PARTS) {
    const entries: Readonly<Record<string, TreeEntry>> = JSON.parse(
      readFileSync(join(import.meta.dirname, part), "utf8"),
    );
    for (const [path, entry] of Object.entries(entries)) writeEntry(join(root, path), entry);
  }
  return root;
}
