import { lstatSync, statSync, type BigIntStats } from "node:fs";
import { errnoOf } from "../kit/errors.ts";
import { type Textfile, unreadableTextfile } from "../text-format/textfile.ts";
import { describeError, openTextfile } from "./read-file.ts";

/**
 * Times of files are as coarse as the kernel's tick. A file that had changed within so many nanoseconds before it was
 * read may have been changed once more without a sign of it, and is read again.
 */
const RACY_NANOSECONDS = 100_000_000n;

/** A textfile when it was last read. */
export interface FileResult extends Textfile {
  /** Modification time in whole seconds. */
  readonly mtime: number;
}

/** One textfile, read again only when it has changed. */
export class WatchedFile {
  private readonly path: string;
  private readonly exactPath: string | Buffer;
  private identity: BigIntStats | undefined;
  private result: FileResult | undefined;

  /** `exactPath` is what the system knows the file by, where `path` is only what it looks like. */
  constructor(path: string, exactPath: string | Buffer = path) {
    this.path = path;
    this.exactPath = exactPath;
  }

  /** The same object as long as the file is the same; undefined when it vanished since it was listed. */
  read(): FileResult | undefined {
    try {
      const found = statSync(this.exactPath, { bigint: true });
      if (this.result !== undefined && this.identity !== undefined && isSame(found, this.identity)) return this.result;
      return this.readAgain();
    } catch (error) {
      if (errnoOf(error) === "ENOENT" && this.isGone()) return undefined;
      this.identity = undefined;
      return this.refuse(unreadableTextfile(this.path, "read", describeError(error)));
    }
  }

  private readAgain(): FileResult {
    const now = Date.now();
    const { file, stats, bytes } = openTextfile(this.path, this.exactPath, 1);
    this.identity = stats !== undefined && isSettled(stats, bytes, now) ? stats : undefined;
    if (stats === undefined || !file.isShown) return this.refuse(file);
    return (this.result = { ...file, mtime: Number(stats.mtimeNs / 1_000_000_000n) });
  }

  /** Nothing of the file is shown; the last result where the fault is the same as then. */
  private refuse(file: Textfile): FileResult {
    const [fault] = file.problems;
    const last = this.result?.isShown === false ? this.result : undefined;
    const [lastFault] = last?.problems ?? [];
    if (last !== undefined && lastFault?.problem === fault?.problem && lastFault?.line === fault?.line) return last;
    return (this.result = { ...file, content: undefined, mtime: 0 });
  }

  /** False for a link that leads nowhere, which is a fault and not a race, and where that cannot be told. */
  private isGone(): boolean {
    try {
      lstatSync(this.exactPath);
      return false;
    } catch (error) {
      return errnoOf(error) === "ENOENT";
    }
  }
}

/** Whether times or size of a file that was read at `now`, in milliseconds, would show any later change of it. */
function isSettled({ ctimeNs, size }: BigIntStats, bytes: number, now: number): boolean {
  const age = BigInt(now) * 1_000_000n - ctimeNs;
  // Files of procfs have size 0, whatever is in them.
  return age > RACY_NANOSECONDS && (size > 0 || bytes === 0);
}

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.ino === b.ino && a.dev === b.dev && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
}
