import type { SampleText, Sink } from "../../workers/render/sink.ts";
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

/** Ends an update of a sink of main's own and returns its families; valid until the next call. */
export function finishSink(sink: Sink): Piece[] {
  const pieces: Piece[] = [];
  sink.finish(({ name, type, help }, text) => pieces.push(toPiece(defineFamily(name, type, help), text)));
  return pieces;
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
