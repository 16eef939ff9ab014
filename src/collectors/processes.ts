import { defineCollector, type Emit, type Part } from "./kit/define.ts";
import { attemptAll, attemptEach } from "./kit/each-device.ts";
import { hasErrno } from "./kit/errnos.ts";
import { gauge, type Family } from "./kit/family.ts";
import type { Tree } from "./kit/host.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { procfs } from "./kit/sources.ts";
import { readOrSkip } from "./kit/read-or-skip.ts";
import { parseNumberFile } from "./parsers/procfs/number_file.ts";
import { parsePidStat } from "./parsers/procfs/pid_stat.ts";
import type { Skip } from "./parsers/skip.ts";

const threads = gauge("node_processes_threads", "Threads of all processes.");
const maxThreads = gauge("node_processes_max_threads", "Maximum number of threads.");
const states = gauge("node_processes_state", "Processes by state.", "state");
const threadStates = gauge("node_processes_threads_state", "Threads by state.", "thread_state");
const pids = gauge("node_processes_pids", "Processes.");
const maxProcesses = gauge("node_processes_max_processes", "Maximum process ID.");

/** Errors of a process that has ended meanwhile, or that this user may not look at. */
const SKIPPED = new Set(["ENOENT", "ESRCH", "EACCES", "EPERM"]);

/** The first process. */
const INIT = 1;

/** An odd number without a pattern in its bits (2^32 divided by the golden ratio). */
const SCATTER = 0x9e3779b1;

type Counts = Map<string, number>;

interface Census {
  processes: number;
  threads: number;
  readonly states: Counts;
  readonly threadStates: Counts;
  /** Process 1 is always there, except for users from whom a `hidepid` mount hides it. */
  sawInit: boolean;
}

export default defineCollector({
  name: "processes",
  summary: "Number and states of processes and threads from /proc.",
  enabledByDefault: false,
  divisible: true,
  families: [threads, maxThreads, states, threadStates, pids, maxProcesses],
  sources: [
    procfs("*/stat", threads, states, pids),
    procfs("*/task/**", threadStates),
    procfs("sys/kernel/threads-max", maxThreads),
    procfs("sys/kernel/pid_max", maxProcesses),
  ],
  flags: {},
  create(context) {
    const { host } = context;
    requireDirectory("path.procfs", host.proc);
    const threadsMax = host.proc.file("sys/kernel/threads-max", parseNumberFile);
    const pidMax = host.proc.file("sys/kernel/pid_max", parseNumberFile);
    const takeCensus = makeCensus(host.proc, context.part, context.skip);
    const isFirst = context.part.index === 0;
    let warned = !belongsTo(INIT, context.part);
    return (emit) => {
      const census = takeCensus();
      if (!census.sawInit && !warned) {
        warned = true;
        context.log(
          "warn",
          "other users' processes are hidden (mount option hidepid): only the visible ones are counted",
        );
      }
      emit(threads, census.threads);
      emitCounts(emit, states, census.states);
      emitCounts(emit, threadStates, census.threadStates);
      emit(pids, census.processes);
      if (!isFirst) return;
      const most = readOrSkip(context.skip, () => threadsMax.read());
      if (most !== undefined) emit(maxThreads, most);
      const highest = readOrSkip(context.skip, () => pidMax.read());
      if (highest !== undefined) emit(maxProcesses, highest);
    };
  },
});

function emitCounts<const L extends string>(emit: Emit, family: Family<readonly [L]>, counts: Counts): void {
  for (const state of [...counts.keys()].toSorted()) emit(family, counts.get(state) ?? 0, state);
}

function makeCensus(proc: Tree, part: Part, skip: Skip): () => Census {
  /** Captured hosts may lack the task directories; where one process has its own, all have theirs. */
  let hasTasks = false;
  return () => {
    const census: Census = { processes: 0, threads: 0, states: new Map(), threadStates: new Map(), sawInit: false };
    const takeIn = (pid: number): void =>
      unlessSkipped(() => {
        const path = `${pid}/stat`;
        const bytes = proc.read(path);
        if (pid === INIT) census.sawInit = true;
        const stat = parsePidStat(bytes, path);
        census.processes++;
        census.threads += stat.threads;
        count(census.states, stat.state);
        // A single thread is the process itself, which spares a directory and a file.
        if (hasTasks && stat.threads === 1) count(census.threadStates, stat.state);
        else if (hasTasks) countThreads(proc, skip, pid, stat.state, census.threadStates);
      });
    const pids = proc.numbers("");
    hasTasks ||= pids.some((pid) => proc.exists(`${pid}/task`));
    const own = pids.filter((pid) => belongsTo(pid, part));
    const { unreadable } = attemptEach(own, takeIn, skip);
    // Other parts may have what this one lacks; where none has, their sums are 0.
    if (part.count === 1 && census.processes === 0 && unreadable !== undefined) throw unreadable;
    return census;
  };
}

function countThreads(proc: Tree, skip: Skip, pid: number, processState: string, counts: Counts): void {
  const takeIn = (tid: number): void => {
    const path = `${pid}/task/${tid}/stat`;
    if (tid === pid) count(counts, processState);
    else unlessSkipped(() => count(counts, parsePidStat(proc.read(path), path).state));
  };
  attemptAll(proc.numbers(`${pid}/task`), takeIn, skip);
}

/** Parts are about equal, whatever the numbers of processes with many threads have in common. */
function belongsTo(pid: number, { index, count }: Part): boolean {
  return count === 1 || (Math.imul(pid, SCATTER) >>> 16) % count === index;
}

/** A process that has ended, or that this user may not see, is none. */
function unlessSkipped(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!hasErrno(error, SKIPPED)) throw error;
  }
}

function count(counts: Counts, state: string): void {
  counts.set(state, (counts.get(state) ?? 0) + 1);
}
