import type { FamilyHeader, SampleText, Sink } from "../../workers/render/sink.ts";
import { defineFamily, type FamilyDefinition } from "./definition.ts";

/** The sample lines of one family from one source; a view into memory that the next scrape reuses. */
export interface Piece {
  readonly definition: FamilyDefinition;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly length: number;
  /** The lines for OpenMetrics where they differ. */
  readonly openMetrics: Uint8Array | undefined;
  /** True for what users bring themselves: a built-in family of the same name wins over it. */
  readonly foreign: boolean;
}

export type SectionStatus = "ok" | "nodata" | "failed";

/** What one collector gave in one scrape. */
export interface Section {
  /** Place of the collector among the enabled ones. */
  readonly collector: number;
  readonly status: SectionStatus;
  readonly seconds: number;
  readonly message: string;
  readonly duplicates: number;
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

  constructor(sink: Sink) {
    this.sink = sink;
  }

  /** Ends an update and returns its families; valid until the next call. */
  finish(): Piece[] {
    const pieces: Piece[] = [];
    this.sink.finish((header, text, slot) => pieces.push(toPiece(this.definition(header, slot), text)));
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

function toPiece(definition: FamilyDefinition, { bytes, length, openMetrics }: SampleText): Piece {
  return { definition, bytes, start: 0, length, openMetrics, foreign: false };
}

/** A copy of a section that outlives the arena. */
export function detachSection(section: Section): Section {
  return { ...section, pieces: section.pieces.map(detachPiece) };
}

function detachPiece(piece: Piece): Piece {
  const bytes = new Uint8Array(piece.length);
  bytes.set(piece.bytes.subarray(piece.start, piece.start + piece.length));
  const openMetrics = piece.openMetrics === undefined ? undefined : Uint8Array.from(piece.openMetrics);
  return { ...piece, bytes, start: 0, openMetrics };
}
