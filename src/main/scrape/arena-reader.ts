import type { MetricType } from "../../collectors/family.ts";
import { type ArenaMemory, Control, FamilyField, SectionField, STATUSES } from "../../workers/protocol/arena-memory.ts";
import { defineFamily, type FamilyDefinition } from "./definition.ts";
import type { Piece, Section } from "./section.ts";

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

  /** The sections published so far; their bytes are valid until the next task starts. */
  sections(): Section[] {
    const count = this.published;
    this.readDefinitions();
    this.followGrowth();
    const sections: Section[] = [];
    let at = 0;
    for (let i = 0; i < count; i++) {
      const section = this.section(at);
      sections.push(section);
      at += SectionField.length + this.field(at + SectionField.families) * FamilyField.size;
    }
    return sections;
  }

  private section(at: number): Section {
    const collector = this.field(at + SectionField.collector);
    const families = this.field(at + SectionField.families);
    const messageStart = this.field(at + SectionField.messageStart);
    const messageLength = this.field(at + SectionField.messageLength);
    const foreign = this.foreign.has(collector);
    const pieces: Piece[] = [];
    let bytes = 0;
    for (let i = 0; i < families; i++) {
      const piece = this.piece(at + SectionField.length + i * FamilyField.size, foreign);
      if (piece === undefined) continue;
      pieces.push(piece);
      bytes += piece.length;
    }
    return {
      collector,
      status: STATUSES[this.field(at + SectionField.status)] ?? "failed",
      seconds: this.field(at + SectionField.seconds),
      message: messageLength === 0 ? "" : this.text.toString("utf8", messageStart, messageStart + messageLength),
      duplicates: this.field(at + SectionField.duplicates),
      samples: this.field(at + SectionField.samples),
      bytes,
      pieces,
    };
  }

  private piece(at: number, foreign: boolean): Piece | undefined {
    const definition = this.definitions[this.field(at + FamilyField.definition)];
    if (definition === undefined) return undefined;
    const openMetricsStart = this.field(at + FamilyField.openMetricsStart);
    const openMetricsLength = this.field(at + FamilyField.openMetricsLength);
    return {
      definition,
      bytes: this.text,
      start: this.field(at + FamilyField.start),
      length: this.field(at + FamilyField.length),
      openMetrics:
        openMetricsLength === 0
          ? undefined
          : this.text.subarray(openMetricsStart, openMetricsStart + openMetricsLength),
      foreign,
    };
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
