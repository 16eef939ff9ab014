import { existsSync, readdirSync, readFileSync } from "node:fs";

/** What the kernel reports about a process. */
export interface Figures {
  readonly mebibytes: number;
  readonly threads: number;
  readonly descriptors: number;
  readonly children: number;
}

export function figuresOf({ pid }: { readonly pid: number }): Figures {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const value = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
  return {
    mebibytes: Math.round(value("VmRSS") / 1024),
    threads: value("Threads"),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    children: childrenOf(pid).length,
  };
}

/** Process ids of the children of all its threads. */
export function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) => {
    const file = `/proc/${pid}/task/${task}/children`;
    return existsSync(file) ? readFileSync(file, "utf8").split(" ").filter(Boolean).map(Number) : [];
  });
}
