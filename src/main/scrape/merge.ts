import { compareBytewise } from "../../collectors/exposition/order.ts";
import type { FamilyDefinition } from "./definition.ts";
import { resolveConflict, type Conflict } from "./conflict.ts";
import type { Piece } from "./section.ts";

export type Format = "text" | "openmetrics";

const END_OF_FILE = Buffer.from("# EOF\n");

/** The families of one scrape, one piece each, sorted by name: ready to be written in any format. */
export interface Merged {
  readonly pieces: readonly Piece[];
  readonly conflicts: readonly Conflict[];
}

/** Merges families from all sources. The order of the last scrape is kept where the families are the same. */
export class Merger {
  private lastInput: FamilyDefinition[] = [];
  private lastOrder: readonly number[] = [];
  private unique = false;

  merge(pieces: readonly Piece[]): Merged {
    if (!this.sameFamilies(pieces)) this.sort(pieces);
    const sorted: Piece[] = [];
    for (const i of this.lastOrder) {
      const piece = pieces[i];
      if (piece !== undefined) sorted.push(piece);
    }
    return this.unique ? { pieces: sorted, conflicts: [] } : joinEqualNames(sorted);
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
    this.unique = new Set(names).size === names.length;
  }
}

/** The slow path: some name comes from more than one source. */
function joinEqualNames(sorted: readonly Piece[]): Merged {
  const conflicts: Conflict[] = [];
  const pieces: Piece[] = [];
  for (let i = 0; i < sorted.length;) {
    const name = sorted[i]?.definition.name;
    let end = i + 1;
    while (end < sorted.length && sorted[end]?.definition.name === name) end++;
    pieces.push(resolveConflict(sorted.slice(i, end), conflicts));
    i = end;
  }
  return { pieces, conflicts };
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
  for (const { definition, length } of pieces) size += definition.text.length + length;
  const body = allocate(size);
  let at = 0;
  for (const { definition, bytes, start, length } of pieces) {
    at = append(body, at, definition.text, 0, definition.text.length);
    at = append(body, at, bytes, start, length);
  }
  return body;
}

function writeOpenMetrics(pieces: readonly Piece[], allocate: (bytes: number) => Buffer): Buffer {
  let size = END_OF_FILE.length;
  for (const { definition, openMetrics, length } of pieces)
    size += definition.openMetrics.length + (openMetrics?.length ?? length);
  const body = allocate(size);
  let at = 0;
  for (const { definition, openMetrics, bytes, start, length } of pieces) {
    at = append(body, at, definition.openMetrics, 0, definition.openMetrics.length);
    at =
      openMetrics === undefined
        ? append(body, at, bytes, start, length)
        : append(body, at, openMetrics, 0, openMetrics.length);
  }
  append(body, at, END_OF_FILE, 0, END_OF_FILE.length);
  return body;
}

/** Copies a range and returns the position behind it. */
function append(body: Buffer, at: number, bytes: Uint8Array, start: number, length: number): number {
  if (length < 64) for (let i = 0; i < length; i++) body[at + i] = bytes[start + i] ?? 0;
  else body.set(bytes.subarray(start, start + length), at);
  return at + length;
}
