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
  return format === "text" ? writeText(pieces, allocate) : writeOpenMetrics(pieces, allocate);
}

function writeText(pieces: readonly Piece[], allocate: (bytes: number) => Buffer): Buffer {
  let size = 0;
  for (const { length } of pieces) size += length;
  const body = allocate(size);
  let at = 0;
  let from: Buffer = EMPTY;
  let start = 0;
  let end = 0;
  // Families that follow each other in the arena as in the exposition, as most of a collector do, are copied together.
  for (const piece of pieces) {
    if (piece.bytes !== from || piece.start !== end) {
      at = append(body, at, from, start, end);
      from = piece.bytes;
      start = piece.start;
      end = start;
    }
    end += piece.length;
  }
  append(body, at, from, start, end);
  return body;
}

function writeOpenMetrics(pieces: readonly Piece[], allocate: (bytes: number) => Buffer): Buffer {
  let size = END_OF_FILE.length;
  for (const { definition, openMetrics, length } of pieces)
    size += definition.openMetrics.length + (openMetrics?.length ?? length - definition.text.length);
  const body = allocate(size);
  let at = 0;
  for (const piece of pieces) {
    const { definition, openMetrics } = piece;
    at = append(body, at, definition.openMetrics, 0, definition.openMetrics.length);
    at =
      openMetrics === undefined
        ? append(body, at, piece.bytes, samplesStart(piece), piece.start + piece.length)
        : append(body, at, openMetrics, 0, openMetrics.length);
  }
  append(body, at, END_OF_FILE, 0, END_OF_FILE.length);
  return body;
}

/** Copies the bytes from `start` to `end` and returns the position after them. */
function append(body: Buffer, at: number, bytes: Buffer, start: number, end: number): number {
  bytes.copy(body, at, start, end);
  return at + end - start;
}
