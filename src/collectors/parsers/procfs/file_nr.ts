import { ParseError } from "../../kit/errors.ts";
import { parseFloatStrict } from "../numbers.ts";

/** Content of /proc/sys/fs/file-nr. */
interface FileNr {
  readonly allocated: number;
  readonly maximum: number;
}

/** Parses three numbers set apart by tabs (fs/file_table.c); the second is 0 since Linux 2.6. */
export function parseFileNr(bytes: Buffer, path: string): FileNr {
  const [allocated, , maximum] = bytes.toString("latin1").trim().split("\t");
  if (allocated === undefined || maximum === undefined) throw new ParseError(`${path}: fewer than three numbers`);
  return { allocated: number(allocated, path), maximum: number(maximum, path) };
}

function number(text: string, path: string): number {
  const value = parseFloatStrict(text);
  if (value === undefined) throw new ParseError(`${path}: ${JSON.stringify(text.slice(0, 120))} is not a number`);
  return value;
}
