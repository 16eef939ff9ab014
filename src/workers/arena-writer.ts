import { type ArenaMemory, Control, FamilyField, growTo, SectionField, STATUSES } from "./protocol/arena-memory.ts";
import type { FamilyHeader, SampleText } from "./render/sink.ts";
import type { Outcome, Publisher } from "./runner.ts";

/** Families defined before the table is started over: textfiles may bring new names and HELP texts for ever. */
const MAX_DEFINITIONS = 100_000;
const MAX_DEFINITION_BYTES = 16 * 1024 * 1024;

/** What a collector said last, and how often that has changed. */
interface Message {
  readonly text: string;
  readonly bytes: Buffer;
  readonly version: number;
}

const NO_MESSAGE: Message = { text: "", bytes: Buffer.alloc(0), version: 0 };

/** The worker's side of the arena: publishes the sections of a scrape. */
export class ArenaWriter implements Publisher {
  private readonly memory: ArenaMemory;
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly control: Int32Array;
  private index: Float64Array;
  private text: Buffer;
  private definitions: Buffer;
  private indexAt = 0;
  private textAt = 0;
  private definitionsAt = 0;
  private known = 0;
  /** Definition of each slot of a collector's sink. */
  private bySlot: (number[] | undefined)[] = [];
  /** Definition of each rendered family, by all that it says. */
  private byHeader = new Map<string, number>();
  private readonly messages: Message[] = [];

  constructor(memory: ArenaMemory, collectors: readonly string[]) {
    this.memory = memory;
    this.numbers = new Map(collectors.map((name, i) => [name, i]));
    this.control = new Int32Array(memory.control);
    this.index = new Float64Array(memory.index, 0, memory.index.byteLength / 8);
    this.text = Buffer.from(memory.text, 0, memory.text.byteLength);
    this.definitions = Buffer.from(memory.definitions, 0, memory.definitions.byteLength);
    this.forgetDefinitions();
  }

  /** Starts a task: nothing is published. */
  begin(): void {
    if (this.known > MAX_DEFINITIONS || this.definitionsAt > MAX_DEFINITION_BYTES) this.forgetDefinitions();
    this.indexAt = 0;
    this.textAt = 0;
    Atomics.store(this.control, Control.running, 0);
    Atomics.store(this.control, Control.sections, 0);
  }

  /** Numbers of the collectors that this task is to run, in order. */
  requested(): number[] {
    const count = this.control[Control.requested] ?? 0;
    return [...this.control.subarray(Control.firstRequested, Control.firstRequested + count)];
  }

  started(collector: string): void {
    Atomics.store(this.control, Control.running, this.number(collector) + 1);
  }

  ended(
    collector: string,
    outcome: Outcome,
    finish: (take: (header: FamilyHeader, text: SampleText, slot: number) => void) => void,
  ): void {
    const section = this.indexAt;
    const textAt = this.textAt;
    const number = this.number(collector);
    try {
      this.indexAt += SectionField.length;
      const totals = { families: 0, duplicates: 0, samples: 0 };
      finish((header, text, slot) => {
        this.family(this.definition(number, header, slot), text);
        totals.families++;
        totals.duplicates += text.duplicates;
        totals.samples += text.samples;
      });
      this.section(section, number, outcome, totals);
    } catch (error) {
      // Only a section larger than the arena gets here: it fails alone, and none of it is left for the next scrape.
      finish(() => {});
      this.indexAt = section + SectionField.length;
      this.textAt = textAt;
      const message = error instanceof Error ? error.message : "cannot be published";
      this.section(
        section,
        number,
        { status: "failed", seconds: outcome.seconds, message },
        { families: 0, duplicates: 0, samples: 0 },
      );
    }
    Atomics.store(this.control, Control.running, 0);
    Atomics.add(this.control, Control.sections, 1);
  }

  private number(collector: string): number {
    return this.numbers.get(collector) ?? -1;
  }

  private section(
    at: number,
    number: number,
    outcome: Outcome,
    totals: { families: number; duplicates: number; samples: number },
  ): void {
    const { bytes, version } = this.message(number, outcome.message);
    const start = this.copy(bytes, bytes.length);
    this.reserveIndex(at + SectionField.length);
    const { index } = this;
    index[at + SectionField.collector] = number;
    index[at + SectionField.status] = STATUSES.indexOf(outcome.status);
    index[at + SectionField.seconds] = outcome.seconds;
    index[at + SectionField.families] = totals.families;
    index[at + SectionField.messageStart] = start;
    index[at + SectionField.messageLength] = bytes.length;
    index[at + SectionField.messageVersion] = version;
    index[at + SectionField.duplicates] = totals.duplicates;
    index[at + SectionField.samples] = totals.samples;
  }

  private family(definition: number, text: SampleText): void {
    const at = this.indexAt;
    this.reserveIndex(at + FamilyField.size);
    const start = this.copy(text.bytes, text.length);
    const openMetrics = text.openMetrics;
    const { index } = this;
    index[at + FamilyField.definition] = definition;
    index[at + FamilyField.start] = start;
    index[at + FamilyField.length] = text.length;
    index[at + FamilyField.openMetricsStart] =
      openMetrics === undefined ? 0 : this.copy(openMetrics, openMetrics.length);
    index[at + FamilyField.openMetricsLength] = openMetrics?.length ?? 0;
    this.indexAt = at + FamilyField.size;
  }

  /** Encoded when it is another than last time. */
  private message(number: number, text: string): Message {
    let message = this.messages[number] ?? NO_MESSAGE;
    if (message.text !== text) {
      message = { text, bytes: Buffer.from(text), version: message.version + 1 };
      this.messages[number] = message;
    }
    return message;
  }

  private copy(bytes: Buffer, length: number): number {
    const start = this.reserveText(length);
    if (length > 0) bytes.copy(this.text, start, 0, length);
    return start;
  }

  private reserveText(length: number): number {
    const start = this.textAt;
    const end = start + length;
    if (end > this.text.length) {
      growTo(this.memory.text, end);
      this.text = Buffer.from(this.memory.text, 0, this.memory.text.byteLength);
    }
    this.textAt = end;
    return start;
  }

  private reserveIndex(end: number): void {
    if (end <= this.index.length) return;
    growTo(this.memory.index, end * 8);
    this.index = new Float64Array(this.memory.index, 0, Math.floor(this.memory.index.byteLength / 8));
  }

  private definition(collector: number, header: FamilyHeader, slot: number): number {
    if (slot < 0) return this.renderedDefinition(header);
    const slots = (this.bySlot[collector] ??= []);
    return (slots[slot] ??= this.define(header));
  }

  private renderedDefinition(header: FamilyHeader): number {
    const key = `${header.type} ${header.name} ${header.help}`;
    let id = this.byHeader.get(key);
    if (id === undefined) this.byHeader.set(key, (id = this.define(header)));
    return id;
  }

  private define({ name, type, help }: FamilyHeader): number {
    const id = this.known++;
    const line = Buffer.from(`${JSON.stringify([id, name, type, help])}\n`);
    const end = this.definitionsAt + line.length;
    if (end > this.definitions.length) {
      growTo(this.memory.definitions, end);
      this.definitions = Buffer.from(this.memory.definitions, 0, this.memory.definitions.byteLength);
    }
    this.definitions.set(line, this.definitionsAt);
    this.definitionsAt = end;
    Atomics.store(this.control, Control.definitions, end);
    return id;
  }

  private forgetDefinitions(): void {
    this.known = 0;
    this.definitionsAt = 0;
    this.bySlot = [];
    this.byHeader = new Map();
    Atomics.store(this.control, Control.definitions, 0);
    Atomics.add(this.control, Control.epoch, 1);
  }
}
