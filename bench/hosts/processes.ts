import type { Tree } from "./tree.ts";

/** One of this many processes has several threads. */
const THREADED = 10;
const THREADS = 8;

/** This many processes, numbered from 1, a tenth of them with several threads. */
export function writeProcesses(tree: Tree, count: number): void {
  for (let pid = 1; pid <= count; pid++) {
    const threads = pid % THREADED === 0 ? THREADS : 1;
    const state = pid % 50 === 0 ? "R" : "S";
    tree.file(`proc/${pid}/stat`, statLine(pid, state, threads));
    for (let thread = 0; thread < threads; thread++) {
      tree.hardLink(`proc/${pid}/task/${thread === 0 ? pid : pid * 100_000 + thread}/stat`, `proc/${pid}/stat`);
    }
  }
}

function statLine(pid: number, state: string, threads: number): string {
  const rest = "0 -1 4194560 1530 33102 11 54 121 96 217 88 20 0";
  const memory =
    "0 29 108359680 1815 18446744073709551615 1 1 0 0 0 0 671173123 4096 1260 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0";
  return `${pid} (worker-${pid % 97}) ${state} 1 ${pid} ${pid} ${rest} ${threads} ${memory}\n`;
}
