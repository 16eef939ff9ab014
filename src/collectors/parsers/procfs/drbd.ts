import { ParseError } from "../../kit/errors.ts";
import { allOrNone, type Skip } from "../skip.ts";

/** One `key:value` word of /proc/drbd. */
export interface DrbdField {
  /** `drbd` and the minor number; `unknown` before the first device. */
  readonly device: string;
  readonly key: string;
  readonly value: string;
}

/**
 * Walks the words of /proc/drbd of version 8 (drbd_seq_show, drivers/block/drbd/drbd_proc.c). A device starts with its
 * minor number and a colon, on the line of its connection state (`cs:`); words with any other number of colons than one
 * mean nothing here.
 */
export function* drbdFields(
  bytes: Buffer,
  path: string,
  skip: Skip = allOrNone,
): Generator<DrbdField, void, undefined> {
  let device: string | undefined = "unknown";
  for (const line of bytes.toString().split("\n")) {
    const minor = /^\s*(\d+):(\s|$)/.exec(line)?.[1];
    if (minor !== undefined) device = `drbd${minor}`;
    else if (/\scs:/.test(line)) {
      device = undefined;
      skip(new ParseError(`${path}: no number of a device in ${JSON.stringify(line.slice(0, 120))}`));
    }
    if (device !== undefined) yield* fieldsOf(line, device);
  }
}

function* fieldsOf(line: string, device: string): Generator<DrbdField, void, undefined> {
  for (const word of line.split(/\s+/)) {
    const [key = "", value, more] = word.split(":");
    if (value !== undefined && value !== "" && more === undefined) yield { device, key, value };
  }
}
