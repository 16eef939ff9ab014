import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** What a path holds that ought to be a regular file. */
export type BoundedFile =
  | { readonly type: "not-regular" }
  | { readonly type: "too-large"; readonly stats: BigIntStats }
  | { readonly type: "read"; readonly stats: BigIntStats; readonly bytes: Buffer };

/**
 * Reads a regular file to its end, even if it grows meanwhile, unless it has more than `maxBytes`.
 * Never waits for the writer of a FIFO. Throws the error of the system call.
 */
export function readBoundedFile(path: string | Buffer, maxBytes: number): BoundedFile {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (!stats.isFile()) return { type: "not-regular" };
    const bytes = stats.size > maxBytes ? undefined : readToEnd(fd, Number(stats.size), maxBytes);
    return bytes === undefined ? { type: "too-large", stats } : { type: "read", stats, bytes };
  } finally {
    closeSync(fd);
  }
}

function readToEnd(fd: number, expected: number, maxBytes: number): Buffer | undefined {
  let buffer = Buffer.allocUnsafeSlow(expected + 4096);
  let length = 0;
  for (;;) {
    const count = readSync(fd, buffer, length, buffer.length - length, length);
    if (count === 0) return buffer.subarray(0, length);
    length += count;
    if (length > maxBytes) return undefined;
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
  }
}
