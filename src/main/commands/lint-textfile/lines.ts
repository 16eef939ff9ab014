const NEWLINE = 10;

const COMMENT = /^[ \t]*#[ \t]*(HELP|TYPE)[ \t]+"?([^\s"]+)/;
const SAMPLE = /^[ \t]*(?:\{[ \t]*"?)?([a-zA-Z_:][a-zA-Z0-9_:]*)/;

/** Where a metric name stands first in a file, by what kind of line; lines count from 1. */
export interface NameLines {
  readonly help?: number;
  readonly type?: number;
  readonly sample?: number;
}

/** The lines of a text with their numbers and without their line breaks. */
export function* linesOf(bytes: Buffer): Generator<{ readonly number: number; readonly text: string }> {
  let start = 0;
  for (let number = 1; start < bytes.length; number++) {
    const end = bytes.indexOf(NEWLINE, start);
    const stop = end < 0 ? bytes.length : end;
    yield { number, text: bytes.toString("latin1", start, stop) };
    start = stop + 1;
  }
}

/** Where each metric name stands first. */
export function findNames(bytes: Buffer): ReadonlyMap<string, NameLines> {
  const names = new Map<string, { help?: number; type?: number; sample?: number }>();
  for (const { number, text } of linesOf(bytes)) {
    const [, keyword, commented] = COMMENT.exec(text) ?? [];
    const name = commented ?? sampleName(text);
    if (name === undefined) continue;
    let lines = names.get(name);
    if (lines === undefined) names.set(name, (lines = {}));
    if (keyword === "HELP") lines.help ??= number;
    else if (keyword === "TYPE") lines.type ??= number;
    else lines.sample ??= number;
  }
  return names;
}

/** The metric name of a sample's line; undefined for other lines. */
export function sampleName(line: string): string | undefined {
  return SAMPLE.exec(line)?.[1];
}

/** Overwrites a line with blanks, which leaves all other lines where they are. */
export function blankLine(bytes: Buffer, line: number): void {
  let start = 0;
  for (let number = 1; number < line; number++) start = bytes.indexOf(NEWLINE, start) + 1;
  const end = bytes.indexOf(NEWLINE, start);
  bytes.fill(" ", start, end < 0 ? bytes.length : end);
}
