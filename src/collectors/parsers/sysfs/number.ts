import { ParseError } from "../../kit/errors.ts";
import { parseAnyBase, parseUint } from "../scanner.ts";

/** The text of an attribute as an unsigned 64-bit decimal integer; `path` names it in the error. */
export function requireUint(text: string, path: string): number {
  return parseUint(text) ?? notANumber(text, path);
}

/** The text of an attribute as a signed 64-bit integer, decimal or with a base prefix such as `0x`. */
export function requireInt(text: string, path: string): number {
  return parseAnyBase(text, true) ?? notANumber(text, path);
}

function notANumber(text: string, path: string): never {
  throw new ParseError(`${path}: ${JSON.stringify(text)} is not a number`);
}
