import { writeFileSync } from "node:fs";

/** The name that ps, top and ss show, which is that of node_exporter. */
const NAME = "node_exporter";

/** Names this process; the command line, which `process.title` would overwrite, stays as it is. */
export function nameProcess(): void {
  try {
    writeFileSync("/proc/self/comm", NAME);
  } catch {
    // No /proc, or one that is read-only: the process keeps the name that Node.js has given it.
  }
}
