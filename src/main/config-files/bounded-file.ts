import { statSync, type BigIntStats } from "node:fs";
import { readBoundedFile as boundedFile } from "../../collectors/kit/bounded-file.ts";
import { errnoOf, messageOf } from "../../collectors/kit/errors.ts";
import { reasonOf } from "../reason-of.ts";

/** More than any list of users or authorities needs. */
export const MAX_FILE_BYTES = 1 << 20;

/** Text of a regular file; throws an Error whose message says why there is none. */
export function readBoundedFile(path: string): string {
  try {
    const file = boundedFile(path, MAX_FILE_BYTES);
    if (file.type === "not-regular") throw new Error("not a regular file");
    if (file.type === "too-large") throw new Error(`larger than ${MAX_FILE_BYTES} bytes`);
    return file.bytes.toString("utf8");
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
    return errnoOf(error) ?? messageOf(error);
  }
}

/** Milliseconds since the file was last written or replaced; 0 while there is none. */
export function ageOf(path: string): number {
  try {
    return Math.max(0, Date.now() - statSync(path).ctimeMs);
  } catch {
    // It may come back at any moment.
    return 0;
  }
}
