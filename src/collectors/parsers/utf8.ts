import { isUtf8 } from "node:buffer";

const MAX_SEQUENCE = 4;

/** A byte that is not UTF-8 stands for itself as this code unit plus the byte: half of a surrogate pair, which no text has. */
const ESCAPE = 0xdc00;
const ESCAPES = /[\udc80-\udcff]+/g;

/** Decodes UTF-8; each run of bytes that is none becomes one U+FFFD. */
export function decodeUtf8(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : readableText(escapeBadBytes(bytes));
}

/** Decodes names, which are bytes to the kernel, so that `encodeName` gives the same bytes whatever they are. */
export function decodeName(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : escapeBadBytes(bytes);
}

/** The bytes of a name, or of a path with such names; the text itself where it is nothing but text. */
export function encodeName(name: string): string | Buffer {
  if (name.isWellFormed()) return name;
  const bytes: Buffer[] = [];
  for (const character of name) {
    const code = character.charCodeAt(0);
    const isByte = character.length === 1 && code >= ESCAPE + 0x80 && code <= ESCAPE + 0xff;
    bytes.push(isByte ? Buffer.from([code - ESCAPE]) : Buffer.from(character));
  }
  return Buffer.concat(bytes);
}

/** A name for people and label values: each run of bytes that is not UTF-8 is one U+FFFD. */
export function readableText(name: string): string {
  return name.isWellFormed() ? name : name.replaceAll(ESCAPES, "\uFFFD");
}

function escapeBadBytes(bytes: Buffer): string {
  let text = "";
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    text += length > 0 ? bytes.toString("utf8", at, at + length) : String.fromCharCode(ESCAPE + (bytes[at] ?? 0));
    at += Math.max(length, 1);
  }
  return text;
}

/** Bytes of the character at `at`; 0 when there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= MAX_SEQUENCE && at + length <= bytes.length; length++)
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  return 0;
}
