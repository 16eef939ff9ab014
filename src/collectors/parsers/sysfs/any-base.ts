import { ParseError } from "../../kit/errors.ts";
import { parseAnyBase } from "../scanner.ts";

/** The text of an attribute as an unsigned 64-bit integer, decimal or with a base prefix such as `0x`. */
export function requireUintOfAnyBase(text: string, path: string): number {
  const value = parseAnyBase(text, false);
  if (value === undefined) throw new ParseError(`${path}: ${JSON.stringify(text)} is not a number`);
  return value;
}
