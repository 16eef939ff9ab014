import { statSync, type BigIntStats } from "node:fs";
import { type BoundedFile, readBoundedFile } from "../kit/bounded-file.ts";
import { errnoNumber, errnoText } from "../kit/errno-text.ts";
import { readTextfile, type Textfile, unreadableTextfile } from "../text-format/textfile.ts";
import { leadsByOwnLinks } from "./own-links.ts";

/** Bytes of the largest file that is read. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** A textfile, and what was opened to read it. */
interface OpenedTextfile {
  readonly file: Textfile;
  /** Undefined for what is not a regular file. */
  readonly stats: BigIntStats | undefined;
  /** Bytes that were read; 0 where the file is too large. */
  readonly bytes: number;
}

/**
 * Reads a regular file of bounded size, without waiting for anything, up to the `maxFaults`-th line with a fault. `path`
 * is named in problems, `exactPath` is what the system knows the file by. Throws the errors of the system calls.
 */
export function openTextfile(path: string, exactPath: string | Buffer, maxFaults: number): OpenedTextfile {
  // Merely to open a device can have an effect.
  const read = statSync(exactPath).isFile() ? readBoundedFile(exactPath, MAX_FILE_BYTES) : NOT_REGULAR;
  if (read.type === "read") {
    const { stats, bytes } = read;
    return {
      file: readTextfile(bytes, path, leadsByOwnLinks(exactPath, stats), maxFaults),
      stats,
      bytes: bytes.length,
    };
  }
  if (read.type === "not-regular")
    return { file: unreadableTextfile(path, "not_regular", "not a regular file"), stats: undefined, bytes: 0 };
  return { file: unreadableTextfile(path, "too_large", "larger than 64 MiB"), stats: read.stats, bytes: 0 };
}

const NOT_REGULAR: BoundedFile = { type: "not-regular" };

/** The message of a failed system call. */
export function describeError(error: unknown): string {
  const errno = errnoNumber(error);
  return errno === undefined ? String(error) : errnoText(errno);
}
