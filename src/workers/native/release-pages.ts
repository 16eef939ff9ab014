import { readFileSync } from "node:fs";
import { systemCallError } from "./errno.ts";
import { unwrittenFileMappings } from "./file-mappings.ts";
import { libc } from "./libc.ts";

const MADV_DONTNEED = 4;

/**
 * Takes the pages of programs, libraries and constants out of this process's memory. They stay in the kernel's page
 * cache, and what is used again is mapped again from there, 16 pages at a time: about 300 page faults. The half that
 * only the start needed stays out.
 *
 * No content is lost, since only mappings are taken all of whose pages are the file's own. None is replaced by another
 * between looking and releasing: the loader removes a library only when no thread uses it any more.
 * Throws where the kernel refuses, or shows no smaps.
 */
export function releaseFilePages(path = "/proc/self/smaps"): void {
  const c = libc();
  for (const { start, length } of unwrittenFileMappings(readFileSync(path, "latin1"))) {
    if (c.madvise(start, length, MADV_DONTNEED) !== 0) throw systemCallError(c.errno(), "madvise");
  }
}
