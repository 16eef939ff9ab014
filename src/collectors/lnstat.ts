import { defineCollector } from "./kit/define.ts";
import { attemptAll } from "./kit/each-device.ts";
import { GONE } from "./kit/errnos.ts";
import { counter, familyCache } from "./kit/family.ts";
import type { ParsedFile } from "./kit/host.ts";
import { procfs } from "./kit/sources.ts";
import { parseNetStat, type NetStatColumn } from "./parsers/procfs/net_stat.ts";

const HELP = "Counter of a network subsystem below /proc/net/stat.";

export default defineCollector({
  name: "lnstat",
  summary: "Counters of network subsystems from /proc/net/stat.",
  enabledByDefault: false,
  families: ["node_lnstat_*_total"],
  sources: [procfs("net/stat/*")],
  flags: {},
  create({ host, skip }) {
    const family = familyCache((column) => counter(`node_lnstat_${column}_total`, HELP, "subsystem", "cpu"));
    const files = new Map<string, ParsedFile<readonly NetStatColumn[]>>();
    const cpus: string[] = [];
    return (emit) => {
      const emitTable = (path: string): void => {
        let file = files.get(path);
        if (file === undefined) files.set(path, (file = host.proc.file(path, parseNetStat)));
        const subsystem = path.slice(path.lastIndexOf("/") + 1);
        for (const { name, values } of file.readIf(GONE) ?? []) {
          const counted = family(name);
          for (let cpu = 0; cpu < values.length; cpu++) {
            const value = values[cpu];
            if (value !== undefined) emit(counted, value, subsystem, (cpus[cpu] ??= String(cpu)));
          }
        }
      };
      attemptAll(host.proc.glob("net/stat/*"), emitTable, skip);
    };
  },
});
