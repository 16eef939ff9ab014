import { ParseError } from "../../kit/errors.ts";
import { parseUint } from "../numbers.ts";

/** Parses a file that holds one unsigned decimal integer, such as those of /proc/sys/kernel. */
export function parseNumberFile(bytes: Buffer, path: string): number {
  const text = bytes.toString("latin1").trim();
  const value = parseUint(text);
  if (value === undefined) throw new ParseError(`${path}: ${JSON.stringify(text.slice(0, 120))} is not a number`);
  return value;
}
