const NEWLINE = 10;
const SPACE = 32;
const COMMENT = 35;

/**
 * The lines of an exposition, each with the newline in front of it, none with the one at its end. A comment is a part of
 * the line behind it: it has no value.
 */
export interface TextLines {
  /** Where each line begins; at the end the text's length. */
  readonly starts: readonly number[];
  /** Bytes of each line before its value, which is what stands behind its last space; all of those at the text's end. */
  readonly prefixes: readonly number[];
}

/** Tells where lines and values begin. */
export function splitLines(text: Buffer): TextLines {
  const starts: number[] = [];
  const prefixes: number[] = [];
  let start = 0;
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf(NEWLINE, at + 1);
    const end = newline < 0 ? text.length : newline;
    const first = text[at] === NEWLINE ? at + 1 : at;
    const isComment = text[first] === COMMENT;
    if (!isComment || end === text.length) {
      const value = isComment ? end : Math.max(first, text.lastIndexOf(SPACE, end - 1) + 1);
      starts.push(start);
      prefixes.push(value - start);
      start = end;
    }
    at = end;
  }
  starts.push(text.length);
  return { starts, prefixes };
}
