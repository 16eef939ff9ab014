import { lstatSync, statSync, type BigIntStats } from "node:fs";
import { readBoundedFile } from "../kit/bounded-file.ts";
import { errnoOf, ParseError } from "../kit/errors.ts";
import { errnoNumber, errnoText } from "../kit/errno-text.ts";
import type { TextFile } from "../text-format/text-family.ts";
import { parseTextfile } from "../text-format/text-parser.ts";
import type { Problem } from "./problem.ts";

/** Bytes of the largest file that is read. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * Times of files are as coarse as the kernel's tick. A file that had changed within so many nanoseconds before it was
 * read may have been changed once more without a sign of it, and is read again.
 */
const RACY_NANOSECONDS = 100_000_000n;

/** What a textfile gave when it was last read. */
export interface FileResult {
  readonly path: string;
  /** Modification time in whole seconds. */
  readonly mtime: number;
  readonly content: TextFile | undefined;
  readonly problem: Problem | undefined;
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
      if (!found.isFile()) return this.fail("not_regular", "not a regular file");
      return this.readAnew();
    } catch (error) {
      if (errnoOf(error) === "ENOENT" && this.isGone()) return undefined;
      return this.fail("read", describe(error));
    }
  }

  private readAnew(): FileResult {
    const file = readBoundedFile(this.exactPath, MAX_FILE_BYTES);
    if (file.type === "not-regular") return this.fail("not_regular", "not a regular file");
    const { stats } = file;
    if (file.type === "too-large") return this.keep(stats, 0, this.fail("too_large", "larger than 64 MiB"));
    return this.keep(stats, file.bytes.length, this.parse(file.bytes, stats));
  }

  private parse(bytes: Buffer, { mtimeNs }: BigIntStats): FileResult {
    try {
      const content = parseTextfile(bytes, this.path);
      const [duplicate] = content.duplicates;
      const problem: Problem | undefined =
        duplicate === undefined
          ? undefined
          : {
              reason: "duplicate_series",
              message: `${this.path}: line ${duplicate.line}: a series of ${duplicate.family} comes twice`,
            };
      this.result = { path: this.path, mtime: Number(mtimeNs / 1_000_000_000n), content, problem };
      return this.result;
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      return this.fail("parse", error.message);
    }
  }

  /** The result stands as long as the file does not change; `seen` is what was read of it. */
  private keep(found: BigIntStats, seen: number, result: FileResult): FileResult {
    const isSettled = BigInt(Date.now()) * 1_000_000n - found.ctimeNs > RACY_NANOSECONDS;
    // Files of procfs say that they are empty, whatever is in them.
    this.identity = isSettled && (found.size > 0 || seen === 0) ? found : undefined;
    return result;
  }

  private fail(reason: Problem["reason"], message: string): FileResult {
    this.identity = undefined;
    const last = this.result;
    if (last?.problem?.reason === reason && last.problem.message === message && last.content === undefined) return last;
    this.result = { path: this.path, mtime: 0, content: undefined, problem: { reason, message } };
    return this.result;
  }

  /** False for a link that leads nowhere, which is a fault and not a race. */
  private isGone(): boolean {
    return lstatSync(this.exactPath, { throwIfNoEntry: false }) === undefined;
  }
}

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.ino === b.ino && a.dev === b.dev && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
}

function describe(error: unknown): string {
  const errno = errnoNumber(error);
  return errno === undefined ? String(error) : errnoText(errno);
}
