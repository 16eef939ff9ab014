import { ParseError } from "../../kit/errors.ts";
import { parseFloatStrict, parseUint } from "../numbers.ts";

/** The unit of `rate` is 10^9 bits per second. */
const BYTES_PER_GIGABIT = 125_000_000;

/** The number in front of the name in a port's `state` or `phys_state`, as in `4: ACTIVE`. */
export function parseInfinibandState(text: string, path: string): number {
  const state = parseUint(text.slice(0, Math.max(text.indexOf(":"), 0)).trim());
  if (state === undefined) throw new ParseError(`${path}: no state number in ${JSON.stringify(text)}`);
  return state;
}

/** Bytes per second of a port's `rate`, as in `40 Gb/sec (4X QDR)`; the kernel prints it with one decimal at most. */
export function parseInfinibandRate(text: string, path: string): number {
  const gigabits = parseFloatStrict(/^\S*/.exec(text)?.[0] ?? "");
  if (gigabits === undefined || !Number.isFinite(gigabits))
    throw new ParseError(`${path}: no rate in ${JSON.stringify(text)}`);
  return Math.trunc(Math.fround(gigabits) * BYTES_PER_GIGABIT);
}
