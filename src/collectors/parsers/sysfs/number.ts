import { parseAnyBase } from "../numbers.ts";

/** The text of an attribute as a signed 64-bit integer, decimal or with a base prefix such as `0x`; undefined when it is none. */
export function parseInteger(text: string): number | undefined {
  return parseAnyBase(text, true);
}

/** As `parseInteger`, for an unsigned integer. */
export function parseUnsigned(text: string): number | undefined {
  return parseAnyBase(text, false);
}
