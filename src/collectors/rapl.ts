import { posix } from "node:path";
import { defineCollector } from "./kit/define.ts";
import { HIDDEN } from "./kit/errnos.ts";
import { NoDataError, ParseError } from "./kit/errors.ts";
import { counter, familyCache, sanitizeName } from "./kit/family.ts";
import type { Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent, orNoData } from "./kit/no-data.ts";
import { capability, kernelOption, sysfs } from "./kit/sources.ts";
import { parseUint } from "./parsers/numbers.ts";
import { zoneNames } from "./parsers/sysfs/powercap.ts";

const joules = counter("node_rapl_joules_total", "Energy that a zone has used.", "index", "path", "rapl_zone");
const zoneJoules = familyCache((zone) =>
  counter(
    `node_rapl_${sanitizeName(zone)}_joules_total`,
    `Energy that zones of kind ${zone} have used.`,
    "index",
    "path",
  ),
);

const FOLDER = "class/powercap";
const MICRO = 1e6;

/** Kernel threads that inject idle time are powercap zones without a meter; names may be unreadable. */
const TOLERATED = new Set(["ENOENT", "ENODEV", "ENODATA", "EACCES", "EPERM"]);

export default defineCollector({
  name: "rapl",
  summary: "Energy counters of power zones from /sys/class/powercap.",
  enabledByDefault: true,
  families: [joules, "node_rapl_*_joules_total"],
  sources: [sysfs("class/powercap/**"), capability("CAP_DAC_READ_SEARCH"), kernelOption("CONFIG_POWERCAP")],
  flags: {
    "collector.rapl.enable-zone-label": {
      type: "bool",
      default: false,
      help: "Show one family with the zone as a label instead of one family per zone.",
    },
  },
  create({ host: { sys }, flags, skip }) {
    requireDirectory("path.sysfs", sys);
    const noMeter = new NoDataError(`no zone with an energy meter in ${sys.resolve(FOLDER)}`);
    const withLabel = flags["collector.rapl.enable-zone-label"];
    return (emit) => {
      const names = sys.listIf(FOLDER, HIDDEN);
      if (names === undefined) return absent(FOLDER);
      const named = orNoData(HIDDEN, () => namedZones(sys, names));
      if (named instanceof Error) return named;
      const entries = named.filter(({ isMetered }) => isMetered);
      // A kernel with power capping on hardware without it has the directory and nothing in it, which is no failure.
      if (entries.length === 0 && named.length > 0) return noMeter;
      const zones = zoneNames(entries.map(({ name }) => name));
      for (const [i, { entry }] of entries.entries()) {
        const { zone = "", index = "" } = zones[i] ?? {};
        const path = posix.join(sys.path, FOLDER, entry);
        // Since Linux 5.10 only root may read the counters, whose steps are a side channel.
        const energy = orNoData(HIDDEN, () => sys.directory(`${FOLDER}/${entry}`).attribute("energy_uj"));
        if (energy instanceof Error) return energy;
        const microjoules = parseUint(energy);
        if (microjoules === undefined) {
          skip(new ParseError(`${path}/energy_uj: ${JSON.stringify(energy)} is not a number`));
          continue;
        }
        const value = microjoules / MICRO;
        if (withLabel) emit(joules, value, index, path, zone);
        else emit(zoneJoules(zone), value, index, path);
      }
      return undefined;
    };
  },
});

interface Entry {
  readonly entry: string;
  readonly name: string;
  readonly isMetered: boolean;
}

function namedZones(sys: Tree, names: readonly string[]): readonly Entry[] {
  const zones: Entry[] = [];
  for (const entry of names) {
    const directory = sys.directory(`${FOLDER}/${entry}`);
    const name = directory.attributeIf("name", TOLERATED);
    if (name === undefined) continue;
    zones.push({ entry, name, isMetered: directory.attributeIf("max_energy_range_uj") !== undefined });
  }
  return zones;
}
