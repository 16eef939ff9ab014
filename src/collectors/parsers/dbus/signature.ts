import { ParseError } from "../../kit/errors.ts";

/** A complete type of the D-Bus specification; containers have their parts in `inner`. */
export interface Type {
  readonly code: string;
  readonly inner: readonly Type[];
}

const BASIC = "ybnqiuxtdsogh";

/** The specification allows 32 arrays and 32 structs within each other. */
const MAX_DEPTH = 64;
const MAX_REMEMBERED = 1000;

const remembered = new Map<string, readonly Type[]>();

/** The types that a signature lists. */
export function parseSignature(signature: string): readonly Type[] {
  let types = remembered.get(signature);
  if (types !== undefined) return types;
  types = parseList({ signature, at: 0 }, "", 0);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(signature, types);
  return types;
}

interface Cursor {
  readonly signature: string;
  at: number;
}

function parseList(cursor: Cursor, end: string, depth: number): Type[] {
  const types: Type[] = [];
  for (;;) {
    const code = cursor.signature[cursor.at] ?? "";
    if (code === end) return types;
    types.push(parseType(cursor, depth));
  }
}

function parseType(cursor: Cursor, depth: number): Type {
  const code = cursor.signature[cursor.at++] ?? "";
  if (depth > MAX_DEPTH) throw invalid(cursor);
  if (code === "v" || (code !== "" && BASIC.includes(code))) return { code, inner: [] };
  if (code === "a") return { code, inner: [parseType(cursor, depth + 1)] };
  const end = code === "(" ? ")" : code === "{" ? "}" : undefined;
  if (end === undefined) throw invalid(cursor);
  const inner = parseList(cursor, end, depth + 1);
  cursor.at++;
  if (inner.length === 0 || (code === "{" && inner.length !== 2)) throw invalid(cursor);
  return { code, inner };
}

function invalid({ signature }: Cursor): ParseError {
  return new ParseError(`D-Bus: ${JSON.stringify(signature)} is not a signature`);
}
