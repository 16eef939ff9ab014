import { ParseError } from "../kit/errors.ts";

/** An element with its child elements and the text right inside it; attributes are left out. */
export interface Element {
  readonly name: string;
  readonly children: readonly Element[];
  readonly text: string;
}

/** Answers of XML-RPC nest a handful of levels for each level of their values. */
const MAX_DEPTH = 100;

/**
 * Parses the subset of XML that XML-RPC is written in: elements, text, references, CDATA, comments and processing
 * instructions. Document types are refused, as they could name other files and grow without bounds.
 */
export function parseXml(text: string): Element {
  const cursor: Cursor = { text, at: text.startsWith("\ufeff") ? 1 : 0 };
  skipProlog(cursor);
  const root = parseElement(cursor, 0);
  skipProlog(cursor);
  if (cursor.at < text.length) throw invalid(cursor, "text behind the document");
  return root;
}

interface Cursor {
  readonly text: string;
  at: number;
}

const OPEN = /<([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const CLOSE = /<\/([A-Za-z_][\w.:-]*)\s*>/y;
const IGNORED = /<!--[^]*?-->|<\?[^]*?\?>/y;
const CDATA = /<!\[CDATA\[([^]*?)\]\]>/y;
const TEXT = /[^<]+/y;
const WHITE = /\s+/y;

function skipProlog(cursor: Cursor): void {
  while (match(cursor, WHITE) !== null || match(cursor, IGNORED) !== null);
}

function parseElement(cursor: Cursor, depth: number): Element {
  if (depth > MAX_DEPTH) throw invalid(cursor, "elements nested too deeply");
  const [, name = "", , empty] = match(cursor, OPEN) ?? [];
  if (name === "") throw invalid(cursor, "no element");
  if (empty === "/") return { name, children: [], text: "" };
  const children: Element[] = [];
  let text = "";
  for (;;) {
    const end = match(cursor, CLOSE);
    if (end?.[1] === name) return { name, children, text };
    if (end !== null) throw invalid(cursor, `<${name}> is not closed`);
    const part = parseText(cursor);
    if (part === undefined) children.push(parseElement(cursor, depth + 1));
    else text += part;
  }
}

/** Undefined where an element has to begin. */
function parseText(cursor: Cursor): string | undefined {
  const plain = match(cursor, TEXT);
  if (plain !== null) return decodeReferences(cursor, plain[0]);
  const cdata = match(cursor, CDATA);
  if (cdata !== null) return cdata[1] ?? "";
  return match(cursor, IGNORED) === null ? undefined : "";
}

const REFERENCES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decodeReferences(cursor: Cursor, text: string): string {
  return text.replace(/&([^;]{0,10});?/g, (whole, name: string) => {
    const character = whole.endsWith(";") ? (REFERENCES[name] ?? numbered(name)) : undefined;
    if (character === undefined) throw invalid(cursor, `unknown reference ${whole}`);
    return character;
  });
}

function numbered(name: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name) ?? [];
  if (hex === undefined && decimal === undefined) return undefined;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

/** Matches here and moves behind the match. */
function match(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found !== null) cursor.at = pattern.lastIndex;
  return found;
}

function invalid({ text, at }: Cursor, problem: string): ParseError {
  return new ParseError(`XML: ${problem} at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
}
