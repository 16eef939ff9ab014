import { formatNumber, sixDecimals } from "../../collectors/text-format/number.ts";
import { compareBytewise } from "../../collectors/text-format/order.ts";
import { type Piece, samplesStart, type Section } from "../../workers/protocol/section.ts";

/**
 * The section of a collector, of those of all its parts, which have no budgets of series. A sum that lacks a part would be
 * wrong, so where one has failed there are no samples.
 */
export function joinSections(collector: number, parts: readonly Section[]): Section {
  const sorted = parts.toSorted((a, b) => a.collector - b.collector);
  const [first] = sorted;
  if (first === undefined) throw new RangeError("no parts");
  if (sorted.length === 1) return first;
  const worst =
    sorted.find(({ status }) => status === "failed") ?? sorted.find(({ message }) => message !== "") ?? first;
  const isWhole = worst.status !== "failed";
  const pieces = isWhole ? joinPieces(sorted.flatMap((part) => part.pieces)) : [];
  return {
    collector,
    status: isWhole && parts.some(({ status }) => status === "ok") ? "ok" : worst.status,
    seconds: sixDecimals(sumOf(parts, ({ seconds }) => seconds)),
    cpuSeconds: sumOf(parts, ({ cpuSeconds }) => cpuSeconds),
    message: worst.message,
    duplicates: sumOf(parts, ({ duplicates }) => duplicates),
    skipped: sumOf(parts, ({ skipped }) => skipped),
    seriesDropped: 0,
    samples: sumOf(pieces, (piece) => linesOf(piece).length),
    bytes: sumOf(pieces, ({ length, definition }) => length - definition.text.length),
    pieces,
  };
}

/** One piece a family. */
function joinPieces(pieces: readonly Piece[]): Piece[] {
  const byFamily = Map.groupBy(pieces, ({ definition }) => definition.name);
  return [...byFamily.values()].map(addUp);
}

/** Of one family: samples of the same series added up, in the order of their labels. */
function addUp(pieces: readonly Piece[]): Piece {
  const [first] = pieces;
  if (first === undefined) throw new RangeError("no pieces");
  if (pieces.length === 1) return first;
  const sums = new Map<string, number>();
  for (const line of pieces.flatMap(linesOf)) {
    const space = line.lastIndexOf(" ");
    const series = line.slice(0, space);
    sums.set(series, (sums.get(series) ?? 0) + Number(line.slice(space)));
  }
  const lines = [...sums]
    .toSorted(([a], [b]) => compareBytewise(a, b))
    .map(([series, value]) => `${series} ${formatNumber(value)}\n`);
  const bytes = Buffer.concat([first.definition.text, Buffer.from(lines.join(""))]);
  return { ...first, bytes, start: 0, length: bytes.length, openMetrics: undefined };
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
