import { readFileSync } from "node:fs";

const AT_PAGESZ = 6n;
const ENTRY_BYTES = 16;
const DEFAULT_BYTES = 4096;

/** Bytes of a memory page, as the kernel told this process in its auxiliary vector (getauxval(3)). */
export function pageSize(path = "/proc/self/auxv"): number {
  try {
    const vector = readFileSync(path);
    for (let at = 0; at + ENTRY_BYTES <= vector.length; at += ENTRY_BYTES) {
      if (vector.readBigUInt64LE(at) === AT_PAGESZ) return Number(vector.readBigUInt64LE(at + 8));
    }
  } catch {
    // Without /proc: what nearly every machine has.
  }
  return DEFAULT_BYTES;
}
