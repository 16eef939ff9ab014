import { defineCollector } from "./define.ts";
import { counter, gauge } from "./family.ts";
import { requireDirectory } from "./mount-point.ts";
import { parseStat, SOFTIRQ_VECTORS } from "./procfs/stat.ts";

const interrupts = counter("node_intr_total", "Interrupts serviced since boot.");
const contextSwitches = counter("node_context_switches_total", "Context switches of all CPUs since boot.");
const forks = counter("node_forks_total", "Processes and threads created since boot.");
const bootTime = gauge("node_boot_time_seconds", "Time of boot, in seconds since the epoch.");
const running = gauge("node_procs_running", "Threads running or ready to run.");
const blocked = gauge("node_procs_blocked", "Threads waiting for I/O to complete.");
const softirqs = counter("node_softirqs_total", "Soft interrupts serviced since boot.", "vector");

export default defineCollector({
  name: "stat",
  summary: "Kernel activity from /proc/stat: boot time, forks, interrupts, context switches.",
  enabledByDefault: true,
  flags: {
    "collector.stat.softirq": { type: "bool", default: false, help: "Also count soft interrupts by vector." },
  },
  create({ host, flags }) {
    requireDirectory("path.procfs", host.proc);
    const file = host.proc.file("stat", parseStat);
    const withSoftirqs = flags["collector.stat.softirq"];
    return (emit) => {
      const stat = file.read();
      emit(interrupts, stat.intr);
      emit(contextSwitches, stat.ctxt);
      emit(forks, stat.processes);
      emit(bootTime, stat.btime);
      emit(running, stat.procsRunning);
      emit(blocked, stat.procsBlocked);
      if (!withSoftirqs) return;
      for (const [i, vector] of SOFTIRQ_VECTORS.entries()) emit(softirqs, stat.softirq[i] ?? 0, vector);
    };
  },
});
