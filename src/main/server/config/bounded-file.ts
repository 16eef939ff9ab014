import { closeSync, constants, fstatSync, openSync, readSync, statSync, type BigIntStats } from "node:fs";
import { errnoOf } from "../../../collectors/kit/errors.ts";
import { reasonOf } from "../web-error.ts";

/** More than any list of users or authorities needs. */
export const MAX_FILE_BYTES = 1 << 20;

/** Text of a regular file; throws an Error whose message says why there is none. */
export function readBoundedFile(path: string): string {
  try {
    return read(path);
  } catch (error) {
    throw new Error(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** Changes whenever the file is written or replaced; the errno name while there is none. */
export function fingerprint(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs }: BigIntStats = statSync(path, { bigint: true });
    return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
  } catch (error) {
    return errnoOf(error) ?? String(error);
  }
}

/** Opening a named pipe without O_NONBLOCK would wait for its writer. */
function read(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(fd).isFile()) throw new Error("not a regular file");
    const buffer = Buffer.alloc(MAX_FILE_BYTES + 1);
    const length = fill(fd, buffer);
    if (length > MAX_FILE_BYTES) throw new Error(`larger than ${MAX_FILE_BYTES} bytes`);
    return buffer.toString("utf8", 0, length);
  } finally {
    closeSync(fd);
  }
}

function fill(fd: number, buffer: Buffer): number {
  let length = 0;
  while (length < buffer.length) {
    const read = readSync(fd, buffer, length, buffer.length - length, null);
    if (read === 0) break;
    length += read;
  }
  return length;
}
