import { defineCollector } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { procfs } from "./kit/sources.ts";
import { parseLoadavg } from "./parsers/procfs/loadavg.ts";

const load1 = gauge("node_load1", "Load average over the last minute.");
const load5 = gauge("node_load5", "Load average over the last 5 minutes.");
const load15 = gauge("node_load15", "Load average over the last 15 minutes.");

export default defineCollector({
  name: "loadavg",
  summary: "Load averages from /proc/loadavg.",
  enabledByDefault: true,
  families: [load1, load5, load15],
  sources: [procfs("loadavg")],
  runsFirst: true,
  flags: {},
  create({ host }) {
    const file = host.proc.file("loadavg", parseLoadavg);
    return (emit) => {
      const { one, five, fifteen } = file.read();
      emit(load1, one);
      emit(load5, five);
      emit(load15, fifteen);
    };
  },
});
