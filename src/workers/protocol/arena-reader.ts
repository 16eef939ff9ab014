import type { MetricType } from "../../collectors/kit/family.ts";
import { type ArenaMemory, Control, FamilyField, SectionField } from "./arena-memory.ts";
import { defineFamily, type FamilyDefinition } from "./definition.ts";
import { STATUSES } from "./outcome.ts";
import { type Piece, type Reused, type Section, setPiece } from "./section.ts";

const EMPTY = Buffer.alloc(0);
const NO_LAYOUT = -1;

/** A section whose object and pieces are filled again by every scrape. */
interface ReusedSection extends Reused<Section> {
  pieces: Reused<Piece>[];
  /** The layout that the pieces were made of, and the text that they lie in. */
  layout: number;
  text: Buffer;
}

/** Main's side of an arena: reads what the worker has published so far. */
export class ArenaReader {
  private readonly memory: ArenaMemory;
  private readonly control: Int32Array;
  private readonly foreign: ReadonlySet<number>;
  private index: Float64Array;
  private text: Buffer;
  private definitions: (FamilyDefinition | undefined)[] = [];
  private definitionsAt = 0;
  private epoch = 0;
  private readonly views: ReusedSection[] = [];
  /** Last message of each collector, and its version. */
  private messages: string[] = [];
  private messageVersions: number[] = [];

  /** `foreign`: numbers of the collectors whose families users bring themselves. */
  constructor(memory: ArenaMemory, foreign: ReadonlySet<number>) {
    this.memory = memory;
    this.foreign = foreign;
    this.control = new Int32Array(memory.control);
    this.index = new Float64Array(memory.index, 0, memory.index.byteLength / 8);
    this.text = Buffer.from(memory.text, 0, memory.text.byteLength);
  }

  /** Number of the collector that is running; -1 when none is. */
  get running(): number {
    return Atomics.load(this.control, Control.running) - 1;
  }

  /** Sections published since the task started. */
  get published(): number {
    return Atomics.load(this.control, Control.sections);
  }

  /** Forgets what the last task published and names the collectors of the next; before it is dispatched. */
  request(collectors: readonly number[]): void {
    this.control.set(collectors, Control.firstRequested);
    this.control[Control.requested] = collectors.length;
    Atomics.store(this.control, Control.sections, 0);
    Atomics.store(this.control, Control.running, 0);
  }

  /** The sections published so far; they are valid until the next call, their bytes until the next task starts. */
  sections(): Section[] {
    const count = this.published;
    this.readDefinitions();
    this.followGrowth();
    let at = 0;
    for (let i = 0; i < count; i++) {
      this.fill((this.views[i] ??= emptySection()), at);
      at += SectionField.length + this.field(at + SectionField.families) * FamilyField.size;
    }
    return this.views.slice(0, count);
  }

  private fill(section: ReusedSection, at: number): void {
    const collector = this.field(at + SectionField.collector);
    const layout = this.field(at + SectionField.layout);
    if (section.layout !== layout || section.text !== this.text) {
      const isComplete = this.fillPieces(section, at, collector);
      section.layout = isComplete ? layout : NO_LAYOUT;
      section.text = this.text;
    }
    section.collector = collector;
    section.status = STATUSES[this.field(at + SectionField.status)] ?? "failed";
    section.seconds = this.field(at + SectionField.seconds);
    section.cpuSeconds = this.field(at + SectionField.cpuSeconds);
    section.message = this.message(collector, at);
    section.duplicates = this.field(at + SectionField.duplicates);
    section.skipped = this.field(at + SectionField.skipped);
    section.seriesDropped = this.field(at + SectionField.seriesDropped);
    section.samples = this.field(at + SectionField.samples);
  }

  /** False when definitions are missing, because the worker is just starting them over. */
  private fillPieces(section: ReusedSection, at: number, collector: number): boolean {
    const families = this.field(at + SectionField.families);
    const foreign = this.foreign.has(collector);
    const { pieces } = section;
    let count = 0;
    let bytes = 0;
    for (let i = 0; i < families; i++) {
      const family = at + SectionField.length + i * FamilyField.size;
      const definition = this.definitions[this.field(family + FamilyField.definition)];
      if (definition === undefined) continue;
      const length = this.field(family + FamilyField.length);
      const start = this.field(family + FamilyField.start);
      setPiece(pieces, count++, definition, this.text, start, length, this.openMetrics(family), foreign);
      bytes += length - definition.text.length;
    }
    if (pieces.length > count) pieces.length = count;
    section.bytes = bytes;
    return count === families;
  }

  private openMetrics(family: number): Buffer | undefined {
    const length = this.field(family + FamilyField.openMetricsLength);
    if (length === 0) return undefined;
    const start = this.field(family + FamilyField.openMetricsStart);
    return this.text.subarray(start, start + length);
  }

  /** Decoded when it is another than last time: on most hosts many collectors have the same to say for ever. */
  private message(collector: number, at: number): string {
    const length = this.field(at + SectionField.messageLength);
    if (length === 0) return "";
    const version = this.field(at + SectionField.messageVersion);
    if (this.messageVersions[collector] !== version) {
      const start = this.field(at + SectionField.messageStart);
      this.messages[collector] = this.text.toString("utf8", start, start + length);
      this.messageVersions[collector] = version;
    }
    return this.messages[collector] ?? "";
  }

  private field(at: number): number {
    return this.index[at] ?? 0;
  }

  private followGrowth(): void {
    const { index, text } = this.memory;
    if (index.byteLength !== this.index.byteLength)
      this.index = new Float64Array(index, 0, Math.floor(index.byteLength / 8));
    if (text.byteLength !== this.text.length) this.text = Buffer.from(text, 0, text.byteLength);
  }

  private readDefinitions(): void {
    const epoch = Atomics.load(this.control, Control.epoch);
    if (epoch !== this.epoch) {
      this.epoch = epoch;
      this.definitions = [];
      this.definitionsAt = 0;
      this.messageVersions = [];
      for (const view of this.views) view.layout = NO_LAYOUT;
    }
    const end = Atomics.load(this.control, Control.definitions);
    // Less than before: the worker is just starting the table over.
    if (end <= this.definitionsAt) return;
    // A copy: text of shared memory cannot be decoded in place everywhere.
    const lines = Buffer.from(
      new Uint8Array(this.memory.definitions, this.definitionsAt, end - this.definitionsAt),
    ).toString();
    this.definitionsAt = end;
    for (const line of lines.split("\n")) if (line !== "") this.define(line);
  }

  private define(line: string): void {
    const [id, name, type, help] = JSON.parse(line) as [number, string, MetricType, string];
    this.definitions[id] = defineFamily(name, type, help);
  }
}

function emptySection(): ReusedSection {
  return {
    collector: -1,
    status: "failed",
    seconds: 0,
    cpuSeconds: Number.NaN,
    message: "",
    duplicates: 0,
    skipped: 0,
    seriesDropped: 0,
    samples: 0,
    bytes: 0,
    pieces: [],
    layout: NO_LAYOUT,
    text: EMPTY,
  };
}
