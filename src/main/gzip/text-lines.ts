const NEWLINE = 10;
const SPACE = 32;
const COMMENT = 35;

/** The lines of an exposition, each with the newline in front of it, none with the one at its end. */
export interface TextLines {
  /** Where each line begins; at the end the text's length. */
  readonly starts: readonly number[];
  /** Bytes of each line before its value, which is what stands behind its last space; a comment has none. */
  readonly prefixes: readonly number[];
}

/** Tells where lines and values begin. */
export function splitLines(text: Buffer): TextLines {
  const starts: number[] = [];
  const prefixes: number[] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf(NEWLINE, start + 1);
    const end = newline < 0 ? text.length : newline;
    starts.push(start);
    prefixes.push(valueStart(text, start, end) - start);
    start = end;
  }
  starts.push(text.length);
  return { starts, prefixes };
}

function valueStart(text: Buffer, start: number, end: number): number {
  const first = text[start] === NEWLINE ? start + 1 : start;
  if (text[first] === COMMENT) return end;
  return Math.max(first, text.lastIndexOf(SPACE, end - 1) + 1);
}
