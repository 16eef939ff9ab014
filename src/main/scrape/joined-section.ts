import { formatNumber, sixDecimals } from "../../collectors/text-format/number.ts";
import { compareBytewise } from "../../collectors/text-format/order.ts";
import { type Piece, samplesStart, type Section } from "../../workers/protocol/section.ts";

/**
 * The section of a collector, of those of all its parts, which have no budgets of series. A sum that lacks a part would be
 * wrong, so where one has failed there are no samples. Nor are there any where records were left out and nothing was
 * counted: a part by itself cannot know whether the others have counted anything.
 */
export function joinSections(collector: number, parts: readonly Section[]): Section {
  const sorted = parts.toSorted((a, b) => a.collector - b.collector);
  const [first] = sorted;
  if (first === undefined) throw new RangeError("no parts");
  if (sorted.length === 1) return first;
  const worst =
    sorted.find(({ status }) => status === "failed") ?? sorted.find(({ message }) => message !== "") ?? first;
  const skipped = sumOf(parts, (part) => part.skipped);
  const byFamily = Map.groupBy(
    sorted.flatMap((part) => part.pieces),
    ({ definition }) => definition.name,
  );
  const isWhole = worst.status !== "failed" && !(skipped > 0 && hasOnlyZeros([...byFamily.values()]));
  const pieces = isWhole ? [...byFamily.values()].map(addUp) : [];
  return {
    collector,
    status: isWhole ? (sorted.find(({ status }) => status === "ok") ?? worst).status : "failed",
    seconds: sixDecimals(sumOf(parts, ({ seconds }) => seconds)),
    cpuSeconds: sumOf(parts, ({ cpuSeconds }) => cpuSeconds),
    message: worst.message,
    duplicates: sumOf(parts, ({ duplicates }) => duplicates),
    skipped,
    seriesDropped: 0,
    samples: sumOf(pieces, (piece) => linesOf(piece).length),
    bytes: sumOf(pieces, ({ length, definition }) => length - definition.text.length),
    pieces,
  };
}

/** Whether every sum is 0; what only one part shows is none. */
function hasOnlyZeros(families: readonly (readonly Piece[])[]): boolean {
  const summands = families.filter(({ length }) => length > 1).flat();
  return summands.flatMap(linesOf).every((line) => valueOf(line) === 0);
}

/** Of one family: samples of the same series added up, in the order of their labels. */
function addUp(pieces: readonly Piece[]): Piece {
  const [first] = pieces;
  if (first === undefined) throw new RangeError("no pieces");
  if (pieces.length === 1) return first;
  const sums = new Map<string, number>();
  for (const line of pieces.flatMap(linesOf)) {
    const series = line.slice(0, line.lastIndexOf(" "));
    sums.set(series, (sums.get(series) ?? 0) + valueOf(line));
  }
  const lines = [...sums]
    .toSorted(([a], [b]) => compareBytewise(a, b))
    .map(([series, value]) => `${series} ${formatNumber(value)}\n`);
  const bytes = Buffer.concat([first.definition.text, Buffer.from(lines.join(""))]);
  return { ...first, bytes, start: 0, length: bytes.length, openMetrics: undefined };
}

function valueOf(line: string): number {
  return Number(line.slice(line.lastIndexOf(" ")));
}

/** Sample lines, without their ends. */
function linesOf(piece: Piece): string[] {
  const { bytes, start, length } = piece;
  const lines = bytes.toString("utf8", samplesStart(piece), start + length).split("\n");
  return lines.slice(0, -1);
}

function sumOf<T>(list: readonly T[], of: (item: T) => number): number {
  return list.reduce((sum, item) => sum + of(item), 0);
}
