import { execFileSync } from "node:child_process";
import { closeSync, constants, existsSync, openSync, renameSync, rmSync } from "node:fs";
import { cleanUp } from "./clean-up.ts";

/**
 * Puts a FIFO in the place of a file: opening it for reading hangs until `release`, which the end of the test does too
 * and which puts the file back. A thread in that open(2) is as stuck as one that reads from a device which does not answer.
 */
export function hangingFile(path: string): { release(): void } {
  const kept = `${path}.kept`;
  if (existsSync(path)) renameSync(path, kept);
  execFileSync("mkfifo", [path]);
  let hangs = true;
  const release = (): void => {
    if (!hangs) return;
    hangs = false;
    // Opening both ends never waits, and lets all go on who wait for a writer.
    const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    if (existsSync(kept)) renameSync(kept, path);
    else rmSync(path);
    closeSync(fd);
  };
  cleanUp(release);
  return { release };
}
