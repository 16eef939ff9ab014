import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

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

/** How many of a process's descriptors are connections or pipes: others are files that it keeps open for later. */
export function connectionsOf({ pid }: { readonly pid: number }): number {
  const directory = `/proc/${pid}/fd`;
  const links = readdirSync(directory).map((fd) => readLink(`${directory}/${fd}`));
  return links.filter((link) => /^(?:socket|pipe):/.test(link)).length;
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed meanwhile.
    return "";
  }
}

/** Process ids of the children of all its threads. */
export function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) => {
    const file = `/proc/${pid}/task/${task}/children`;
    return existsSync(file) ? readFileSync(file, "utf8").split(" ").filter(Boolean).map(Number) : [];
  });
}
