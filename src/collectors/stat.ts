import { sharedStat } from "./kernel/shared-stat.ts";
import { defineCollector } from "./kit/define.ts";
import { counter, gauge } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { procfs } from "./kit/sources.ts";
import { SOFTIRQ_VECTORS } from "./parsers/procfs/stat.ts";

const interrupts = counter("node_intr_total", "Interrupts serviced since boot.");
const contextSwitches = counter("node_context_switches_total", "Context switches of all CPUs since boot.");
const forks = counter("node_forks_total", "Processes and threads created since boot.");
const bootTime = gauge("node_boot_time_seconds", "Boot time in seconds since the Unix epoch.");
const running = gauge("node_procs_running", "Threads running or ready to run.");
const blocked = gauge("node_procs_blocked", "Threads waiting for I/O to complete.");
const softirqs = counter("node_softirqs_total", "Soft interrupts serviced since boot.", "vector");

export default defineCollector({
  name: "stat",
  summary: "Kernel activity from /proc/stat: boot time, forks, interrupts, context switches.",
  enabledByDefault: true,
  families: [interrupts, contextSwitches, forks, bootTime, running, blocked, softirqs],
  sources: [procfs("stat")],
  runsFirst: true,
  flags: {
    "collector.stat.softirq": { type: "bool", default: false, help: "Also count soft interrupts by vector." },
  },
  create({ host, flags, skip }) {
    requireDirectory("path.procfs", host.proc);
    const stat = sharedStat(host.proc);
    const withSoftirqs = flags["collector.stat.softirq"];
    return (emit, scrape) => {
      const { counts, problems } = stat.read(scrape);
      for (const problem of problems.counts) skip(problem);
      if (counts.intr !== undefined) emit(interrupts, counts.intr);
      if (counts.ctxt !== undefined) emit(contextSwitches, counts.ctxt);
      if (counts.processes !== undefined) emit(forks, counts.processes);
      if (counts.btime !== undefined) emit(bootTime, counts.btime);
      if (counts.procsRunning !== undefined) emit(running, counts.procsRunning);
      if (counts.procsBlocked !== undefined) emit(blocked, counts.procsBlocked);
      if (!withSoftirqs || counts.softirq === undefined) return;
      for (const [i, vector] of SOFTIRQ_VECTORS.entries()) emit(softirqs, counts.softirq[i] ?? 0, vector);
    };
  },
});
