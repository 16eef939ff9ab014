import type { MetricType } from "../../collectors/kit/family.ts";

const NEWLINE = 10;
const SPACE = 32;
const HASH = 35;

/** Reads the series of a sample line, which lies between these places of the bytes. */
export type KeyOf = (bytes: Buffer, start: number, end: number) => string;

/**
 * Calls `take` with the place of each sample line, line break included, until it returns false; HELP and TYPE lines are
 * passed over.
 */
export function eachLine(bytes: Buffer, length: number, take: (start: number, end: number) => boolean | void): void {
  for (let start = headerLength(bytes, length); start < length;) {
    const end = lineEnd(bytes, start, length);
    if (take(start, end) === false) return;
    start = end;
  }
}

/** Bytes of the HELP and TYPE lines. */
export function headerLength(bytes: Buffer, length: number): number {
  let start = 0;
  while (start < length && bytes[start] === HASH) start = lineEnd(bytes, start, length);
  return start;
}

/** Returns what reads the name and the labels of a line: the same for all samples of a histogram or summary. */
export function keyReader(type: MetricType): KeyOf {
  if (type === "histogram") return (bytes, start, end) => withoutBound(seriesOf(bytes, start, end), LE);
  if (type === "summary") return (bytes, start, end) => withoutBound(seriesOf(bytes, start, end), QUANTILE);
  return seriesOf;
}

/** All before the last space. */
function seriesOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString("latin1", start, bytes.lastIndexOf(SPACE, end - 1));
}

/** Quotes within a label's value are escaped, so nothing else matches. */
const LE = /(^|,)le="[^"]*"(?=,|$)/;
const QUANTILE = /(^|,)quantile="[^"]*"(?=,|$)/;

/** The labels of a distribution, which those of its sum and its count are, too. */
function withoutBound(series: string, bound: RegExp): string {
  const labels = series.indexOf("{");
  return labels < 0
    ? ""
    : series
        .slice(labels + 1, -1)
        .replace(bound, "")
        .replace(/^,/, "");
}

function lineEnd(bytes: Buffer, start: number, length: number): number {
  const found = bytes.indexOf(NEWLINE, start);
  return found < 0 || found >= length ? length : found + 1;
}
