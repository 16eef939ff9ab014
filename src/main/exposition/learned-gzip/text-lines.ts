const NEWLINE = 10;
const SPACE = 32;
const COMMENT = 35;

/**
 * The lines of an exposition, each with the newline in front of it, none with the one at its end. Comments belong to the
 * line after them: they have no value.
 */
export interface TextLines {
  /** Where each line begins; at the end the text's length. */
  readonly starts: Int32Array;
  /** Bytes of each line before its value, which is what follows its last space. */
  readonly prefixes: Int32Array;
}

/** Finds where lines and values begin. */
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
  return { starts: Int32Array.from(starts), prefixes: Int32Array.from(prefixes) };
}
