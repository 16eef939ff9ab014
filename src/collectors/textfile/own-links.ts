import { lstatSync, readlinkSync, realpathSync, type BigIntStats } from "node:fs";
import { posix } from "node:path";

/** As many as the kernel follows. */
const MAX_LINKS = 40;

/**
 * Whether a path leads to a file by the file's own name, or by links that all belong to the file's owner: others may not
 * be allowed to read it. Links in the path's own directory count, those above it do not.
 */
export function leadsByOwnLinks(path: string | Buffer, { ino, dev, uid }: BigIntStats): boolean {
  // One character a byte: names may be of any encoding.
  const whole = Buffer.from(path).toString("latin1");
  let at = realpathSync(bytesOf(posix.dirname(whole)), "buffer").toString("latin1");
  const rest = [posix.basename(whole)];
  for (let links = 0; ;) {
    const next = posix.join(at, rest.shift() ?? "");
    const named = lstatSync(bytesOf(next), { bigint: true, throwIfNoEntry: false });
    if (named === undefined) return false;
    if (named.isSymbolicLink()) {
      if (named.uid !== uid || ++links > MAX_LINKS) return false;
      const target = readlinkSync(bytesOf(next), "buffer").toString("latin1");
      if (posix.isAbsolute(target)) at = "/";
      rest.unshift(...target.split("/"));
    } else at = next;
    if (rest.length === 0 && !named.isSymbolicLink()) return named.ino === ino && named.dev === dev;
  }
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, "latin1");
}
