import { escapeLabelValue } from "../../collectors/text-format/escape.ts";
import { compareBytewise } from "../../collectors/text-format/order.ts";
import { defineFamily } from "../../workers/protocol/definition.ts";
import type { Piece, Section } from "../../workers/protocol/section.ts";
import { NumberLines } from "./number-lines.ts";

/** What each collector has cost since the start, and what it gave last: that seldom changes. */
export class CollectorFigures {
  /** Place of each collector in the exposition, by number; the lists below are in the order of the exposition. */
  private readonly places: Uint32Array;
  /** Whole microseconds: numbers with few digits are written several times as fast. */
  private readonly micros: Float64Array;
  private readonly seconds: Float64Array;
  private readonly samples: Float64Array;
  private readonly bytes: Float64Array;
  private readonly secondsLines: NumberLines;
  private readonly samplesLines: NumberLines;
  private readonly bytesLines: NumberLines;
  private readonly pieces: readonly Piece[];

  /** `names`: the enabled collectors, by number. */
  constructor(names: readonly string[]) {
    const sorted = names.toSorted(compareBytewise);
    this.places = Uint32Array.from(names, (name) => sorted.indexOf(name));
    this.micros = new Float64Array(names.length);
    this.seconds = new Float64Array(names.length);
    this.samples = new Float64Array(names.length);
    this.bytes = new Float64Array(names.length);
    this.secondsLines = linesOf(
      "node_exporter_collector_cpu_seconds_total",
      "Time that a worker's thread spent in a collector's update.",
      sorted,
    );
    this.samplesLines = linesOf(
      "node_exporter_collector_samples",
      "Samples that a collector gave in the last scrape.",
      sorted,
    );
    this.bytesLines = linesOf(
      "node_exporter_collector_bytes",
      "Bytes of sample lines that a collector gave in the last scrape.",
      sorted,
    );
    const families = [this.secondsLines, this.samplesLines, this.bytesLines];
    this.pieces = names.length === 0 ? [] : families.map(({ piece }) => piece);
  }

  add({ collector, seconds, samples, bytes }: Section): void {
    const place = this.places[collector] ?? 0;
    this.micros[place] = (this.micros[place] ?? 0) + Math.round(seconds * 1e6);
    this.samples[place] = samples;
    this.bytes[place] = bytes;
  }

  /** The families as they are now, valid until the next call. */
  update(): readonly Piece[] {
    const { micros, seconds } = this;
    for (let i = 0; i < micros.length; i++) seconds[i] = (micros[i] ?? 0) / 1e6;
    this.secondsLines.update(seconds);
    this.samplesLines.update(this.samples);
    this.bytesLines.update(this.bytes);
    return this.pieces;
  }
}

function linesOf(name: string, help: string, collectors: readonly string[]): NumberLines {
  const type = name.endsWith("_total") ? "counter" : "gauge";
  const prefixes = collectors.map((collector) => `${name}{collector="${escapeLabelValue(collector)}"} `);
  return new NumberLines(defineFamily(name, type, help), prefixes);
}
