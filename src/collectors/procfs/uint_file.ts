import { ParseError } from "../errors.ts";
import { parseUint } from "../scanner.ts";

/** A file that holds one unsigned 64-bit decimal integer, such as those of /proc/sys. */
export function parseUintFile(bytes: Buffer, path: string): number {
  const text = bytes.toString("utf8").trim();
  const value = parseUint(text);
  if (value === undefined) throw new ParseError(`${path}: ${JSON.stringify(text.slice(0, 120))} is not a number`);
  return value;
}
