import { defineCollector } from "./kit/define.ts";
import { counter } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { procfs } from "./kit/sources.ts";
import { parseSoftirqs } from "./parsers/procfs/softirqs.ts";

const calls = counter("node_softirqs_functions_total", "Software interrupts handled.", "cpu", "type");

const EXPOSED = new Set("HI TIMER NET_TX NET_RX BLOCK IRQ_POLL TASKLET SCHED HRTIMER RCU".split(" "));

export default defineCollector({
  name: "softirqs",
  summary: "Software interrupts by CPU and type from /proc/softirqs.",
  enabledByDefault: false,
  families: [calls],
  sources: [procfs("softirqs")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const file = host.proc.file("softirqs", parseSoftirqs);
    const cpus: string[] = [];
    return (emit) => {
      for (const { type, counts } of file.read()) {
        if (!EXPOSED.has(type)) continue;
        for (let cpu = 0; cpu < counts.length; cpu++) emit(calls, counts[cpu] ?? 0, (cpus[cpu] ??= String(cpu)), type);
      }
    };
  },
});
