import type { FamilyHeader, Sink } from "../render/sink.ts";
import { defineFamily, type FamilyDefinition } from "./definition.ts";
import type { Status } from "./outcome.ts";

/** One family from one source; a view into memory that the next scrape reuses, as it reuses the object itself. */
export interface Piece {
  readonly definition: FamilyDefinition;
  /** From `start` on, `length` bytes of text format 0.0.4: the definition's header and the sample lines. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly length: number;
  /** The sample lines for OpenMetrics where they differ. */
  readonly openMetrics: Buffer | undefined;
  /** True for what users bring themselves: a built-in family of the same name wins over it. */
  readonly foreign: boolean;
}

/** Where the sample lines of a piece start. */
export function samplesStart({ definition, start }: Piece): number {
  return start + definition.text.length;
}

/** An object that every scrape fills again instead of making another. */
export type Reused<T> = { -readonly [K in keyof T]: T[K] };

/** Sets the piece at a place of a list that is kept between scrapes. */
export function setPiece(
  pieces: Reused<Piece>[],
  place: number,
  definition: FamilyDefinition,
  bytes: Buffer,
  start: number,
  length: number,
  openMetrics: Buffer | undefined,
  foreign: boolean,
): void {
  const piece = pieces[place];
  if (piece === undefined) {
    pieces[place] = { definition, bytes, start, length, openMetrics, foreign };
    return;
  }
  piece.definition = definition;
  piece.bytes = bytes;
  piece.start = start;
  piece.length = length;
  piece.openMetrics = openMetrics;
  piece.foreign = foreign;
}

/**
 * Puts more pieces behind the first `count` of a list that is kept between scrapes, and returns how many there are then.
 * A list that was emptied first would grow from nothing each time.
 */
export function appendPieces(pieces: Piece[], count: number, more: readonly Piece[]): number {
  let end = count;
  for (let i = 0; i < more.length; i++) {
    const piece = more[i];
    if (piece !== undefined) pieces[end++] = piece;
  }
  return end;
}

/** What one collector returned in one scrape. */
export interface Section {
  /** Number of the collector, or of a part of it: its place in `names` of the worker's options. */
  readonly collector: number;
  readonly status: Status;
  readonly seconds: number;
  /** CPU time of the update; NaN where it was not measured. */
  readonly cpuSeconds: number;
  /** Why it is not `ok`, or why the first of the skipped records cannot be read. */
  readonly message: string;
  readonly duplicates: number;
  /** Records that could not be read and were left out. */
  readonly skipped: number;
  /** Series over the budget, left out. */
  readonly seriesDropped: number;
  readonly samples: number;
  readonly bytes: number;
  readonly pieces: readonly Piece[];
}

/** Takes the families out of a sink of main's own. */
export class SinkFinisher {
  private readonly sink: Sink;
  /** Definitions by slot, and of rendered families by name. */
  private readonly bySlot: FamilyDefinition[] = [];
  private readonly byName = new Map<string, FamilyDefinition>();
  private readonly pieces: Reused<Piece>[] = [];

  constructor(sink: Sink) {
    this.sink = sink;
  }

  /** Ends an update and returns its families; valid until the next call. */
  finish(): readonly Piece[] {
    const { pieces } = this;
    let count = 0;
    this.sink.finish((header, { bytes, length, openMetrics }, slot) => {
      setPiece(pieces, count++, this.definition(header, slot), bytes, 0, length, openMetrics, false);
    });
    if (pieces.length > count) pieces.length = count;
    return pieces;
  }

  private definition({ name, type, help }: FamilyHeader, slot: number): FamilyDefinition {
    const known = slot >= 0 ? this.bySlot[slot] : this.byName.get(name);
    if (known !== undefined && known.type === type && known.help === help) return known;
    const definition = defineFamily(name, type, help);
    if (slot >= 0) this.bySlot[slot] = definition;
    else this.byName.set(name, definition);
    return definition;
  }
}

/** The section of a collector that could not run to its end. */
export function failedSection(collector: number, message: string): Section {
  return {
    collector,
    status: "failed",
    seconds: 0,
    cpuSeconds: Number.NaN,
    message,
    duplicates: 0,
    skipped: 0,
    seriesDropped: 0,
    samples: 0,
    bytes: 0,
    pieces: [],
  };
}

/** A copy of a section that outlives the arena. */
export function detachSection(section: Section): Section {
  return { ...section, pieces: section.pieces.map(detachPiece) };
}

function detachPiece(piece: Piece): Piece {
  const bytes = Buffer.alloc(piece.length);
  piece.bytes.copy(bytes, 0, piece.start, piece.start + piece.length);
  const openMetrics = piece.openMetrics === undefined ? undefined : Buffer.from(piece.openMetrics);
  return { ...piece, bytes, start: 0, openMetrics };
}
