import { readFileSync } from "node:fs";
import { systemCallError } from "./errno.ts";
import { unwrittenFileMappings } from "./file-mappings.ts";
import { libc } from "./libc.ts";

const MADV_DONTNEED = 4;
const MADV_NOHUGEPAGE = 15;

/**
 * Releases the pages of programs, libraries and constants from this process's memory. They stay in the kernel's page
 * cache, from which the pages in use are mapped again, 16 at a time: about 300 page faults. The half that only the start
 * needed stays out.
 *
 * While a file is in the page cache in pieces of 2 MiB, as after its installation, a single access would bring a whole
 * piece back; the mappings are therefore excluded from huge pages first.
 *
 * No content is lost, since all pages of these mappings are the file's own. None is replaced between the check and the
 * release: the loader removes a library only when no thread uses it any more.
 * Throws where the kernel refuses or has no smaps.
 */
export function releaseFilePages(path = "/proc/self/smaps"): void {
  const c = libc();
  for (const { start, length } of unwrittenFileMappings(readFileSync(path, "latin1"))) {
    // Refused by kernels without huge pages.
    c.madvise(start, length, MADV_NOHUGEPAGE);
    if (c.madvise(start, length, MADV_DONTNEED) !== 0) throw systemCallError(c.errno(), "madvise");
  }
}
