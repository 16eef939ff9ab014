import { totalmem } from "node:os";

/** A control group with less of its memory left is short of it. A worker takes about 10 MB. */
const RESERVE = 0.25;

/** False where the control group of this process is short of memory; true where it has no limit. */
export function hasMemoryRoom(): boolean {
  const limit = process.constrainedMemory();
  return limit === 0 || limit >= totalmem() || process.availableMemory() > limit * RESERVE;
}
