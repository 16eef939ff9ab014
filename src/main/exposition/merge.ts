import { haveSampleClash } from "../../collectors/text-format/conflicts.ts";
import { compareBytewise } from "../../collectors/text-format/order.ts";
import type { FamilyDefinition } from "../../workers/protocol/definition.ts";
import { resolveConflict, withoutSampleClashes, type Conflict } from "./conflict.ts";
import { type Piece, samplesStart } from "../../workers/protocol/section.ts";

export type Format = "text" | "openmetrics";

const EMPTY = Buffer.alloc(0);
const END_OF_FILE = Buffer.from("# EOF\n");

/** The families of one scrape, one piece each, sorted by name: ready to be written in any format; valid until the next. */
export interface Merged {
  readonly pieces: readonly Piece[];
  readonly conflicts: readonly Conflict[];
}

/** Merges families from all sources. The order of the last scrape is kept where the families are the same. */
export class Merger {
  private lastInput: FamilyDefinition[] = [];
  private lastOrder: readonly number[] = [];
  private clear = false;
  private readonly sorted: Piece[] = [];

  merge(pieces: readonly Piece[]): Merged {
    if (!this.sameFamilies(pieces)) this.sort(pieces);
    const { lastOrder, sorted } = this;
    for (let rank = 0; rank < lastOrder.length; rank++) {
      const piece = pieces[lastOrder[rank] ?? 0];
      if (piece !== undefined) sorted[rank] = piece;
    }
    if (sorted.length > lastOrder.length) sorted.length = lastOrder.length;
    return this.clear ? { pieces: sorted, conflicts: [] } : resolve(sorted);
  }

  private sameFamilies(pieces: readonly Piece[]): boolean {
    const { lastInput } = this;
    if (pieces.length !== lastInput.length) return false;
    for (let i = 0; i < pieces.length; i++) if (pieces[i]?.definition !== lastInput[i]) return false;
    return true;
  }

  private sort(pieces: readonly Piece[]): void {
    this.lastInput = pieces.map(({ definition }) => definition);
    const names = this.lastInput.map(({ name }) => name);
    this.lastOrder = names
      .map((_, i) => i)
      .toSorted((a, b) => compareBytewise(names[a] ?? "", names[b] ?? "") || a - b);
    const set = new Set(names);
    this.clear = set.size === names.length && !haveSampleClash(this.lastInput, set);
  }
}

/** The slow path: some name comes from more than one source. */
function resolve(sorted: readonly Piece[]): Merged {
  const conflicts: Conflict[] = [];
  const pieces: Piece[] = [];
  for (let i = 0; i < sorted.length;) {
    const name = sorted[i]?.definition.name;
    let end = i + 1;
    while (end < sorted.length && sorted[end]?.definition.name === name) end++;
    pieces.push(resolveConflict(sorted.slice(i, end), conflicts));
    i = end;
  }
  return { pieces: withoutSampleClashes(pieces, conflicts), conflicts };
}

/** Writes an exposition into a buffer of exactly its size. `names` keeps only families of these names. */
export function writeExposition(
  merged: Merged,
  format: Format,
  names: ReadonlySet<string> | undefined,
  allocate: (bytes: number) => Buffer,
): Buffer {
  const pieces =
    names === undefined ? merged.pieces : merged.pieces.filter(({ definition }) => names.has(definition.name));
  return write(pieces, format === "openmetrics", allocate);
}

/** Families that follow each other in memory as in the exposition, as most of a collector do, are copied together. */
function write(pieces: readonly Piece[], isOpenMetrics: boolean, allocate: (bytes: number) => Buffer): Buffer {
  const body = allocate(sizeOf(pieces, isOpenMetrics));
  let at = 0;
  let from: Buffer = EMPTY;
  let start = 0;
  let end = 0;
  for (const piece of pieces) {
    const { definition, openMetrics } = piece;
    const isOwnText = isOpenMetrics && (definition.openMetrics !== definition.text || openMetrics !== undefined);
    if (isOwnText || piece.bytes !== from || piece.start !== end) {
      at = append(body, at, from, start, end);
      if (isOwnText) at = append(body, at, definition.openMetrics, 0, definition.openMetrics.length);
      from = piece.bytes;
      start = isOwnText ? samplesStart(piece) : piece.start;
    }
    end = piece.start + piece.length;
    if (!isOpenMetrics || openMetrics === undefined) continue;
    from = openMetrics;
    start = 0;
    end = openMetrics.length;
  }
  at = append(body, at, from, start, end);
  if (isOpenMetrics) append(body, at, END_OF_FILE, 0, END_OF_FILE.length);
  return body;
}

function sizeOf(pieces: readonly Piece[], isOpenMetrics: boolean): number {
  let size = isOpenMetrics ? END_OF_FILE.length : 0;
  for (const { definition, openMetrics, length } of pieces) {
    size += isOpenMetrics
      ? definition.openMetrics.length + (openMetrics?.length ?? length - definition.text.length)
      : length;
  }
  return size;
}

/** Copies the bytes from `start` to `end` and returns the position after them. */
function append(body: Buffer, at: number, bytes: Buffer, start: number, end: number): number {
  bytes.copy(body, at, start, end);
  return at + end - start;
}
