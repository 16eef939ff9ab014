import { messageOf } from "../../collectors/kit/errors.ts";
import { type ArenaMemory, Control, FamilyField, growTo, SectionField } from "./arena-memory.ts";
import type { FamilyHeader, FinishedFamilies, SampleText } from "../render/sink.ts";
import type { Publisher } from "../runner.ts";
import { DefinitionTable } from "./definition-table.ts";
import { type Outcome, STATUSES } from "./outcome.ts";
import { nothingWritten, type Region, TextRegions, type Written } from "./text-regions.ts";

/** What a collector said last, and how often that has changed. */
interface Message {
  readonly text: string;
  readonly bytes: Buffer;
  readonly version: number;
}

const NO_MESSAGE: Message = { text: "", bytes: Buffer.alloc(0), version: 0 };

/** The worker's side of the arena: publishes the sections of a scrape. Collectors are identified by number. */
export class ArenaWriter implements Publisher {
  private readonly memory: ArenaMemory;
  private readonly control: Int32Array;
  private readonly regions: TextRegions;
  private index: Float64Array;
  private readonly definitions: DefinitionTable;
  private indexAt = 0;
  private layouts = 0;
  private readonly messages: Message[] = [];
  private lastRequested: readonly number[] = [];

  /** The section that is being written: its collector and region, and what it holds so far. */
  private collector = -1;
  private region: Region;
  private families = 0;
  private isSameLayout = true;
  private offset = 0;
  private duplicates = 0;
  private samples = 0;

  constructor(memory: ArenaMemory) {
    this.memory = memory;
    this.control = new Int32Array(memory.control);
    this.regions = new TextRegions(memory.text);
    this.region = this.regions.of(0);
    this.index = new Float64Array(memory.index, 0, memory.index.byteLength / 8);
    this.definitions = new DefinitionTable(memory);
  }

  /** Starts a task: nothing is published. */
  begin(): void {
    if (this.definitions.isFull) {
      this.definitions.forget();
      this.regions.forget();
    }
    this.regions.tidy();
    this.indexAt = 0;
    Atomics.store(this.control, Control.running, 0);
    Atomics.store(this.control, Control.sections, 0);
  }

  /** A collector has ended: what stands in its region is nobody's, also if another one of its number follows. */
  forget(collector: number): void {
    this.regions.of(collector).forget();
    this.definitions.forgetSlots(collector);
  }

  /** Numbers of the collectors that this task is to run, in order; the same list again where they are the same. */
  requested(): readonly number[] {
    const { control, lastRequested } = this;
    const count = control[Control.requested] ?? 0;
    let isSame = count === lastRequested.length;
    for (let i = 0; isSame && i < count; i++) isSame = control[Control.firstRequested + i] === lastRequested[i];
    if (!isSame) this.lastRequested = [...control.subarray(Control.firstRequested, Control.firstRequested + count)];
    return this.lastRequested;
  }

  started(collector: number): void {
    Atomics.store(this.control, Control.running, collector + 1);
  }

  ended(collector: number, outcome: Outcome, families: FinishedFamilies): void {
    const message = this.message(collector, outcome.message);
    try {
      this.open(collector, message);
      families.finish(this.take);
      this.regions.complete(this.region, this.offset);
      this.publish(outcome, message, families.seriesDropped);
    } catch (error) {
      // Only a section larger than the arena gets here: it fails alone, and none of it is left for the next scrape.
      families.finish(() => {});
      this.definitions.takeBack();
      this.fail(collector, outcome, messageOf(error));
    }
    Atomics.store(this.control, Control.running, 0);
    Atomics.add(this.control, Control.sections, 1);
  }

  private fail(collector: number, outcome: Outcome, text: string): void {
    this.regions.of(collector).forget();
    let message = this.message(collector, text);
    try {
      this.open(collector, message);
    } catch {
      message = NO_MESSAGE;
      this.open(collector, message);
    }
    this.publish({ ...outcome, status: "failed", message: text }, message);
  }

  /** Starts a section: its message stands in front of its families. */
  private open(collector: number, { bytes, version }: Message): void {
    const region = this.regions.of(collector);
    this.collector = collector;
    this.region = region;
    this.families = 0;
    this.isSameLayout = true;
    this.duplicates = 0;
    this.samples = 0;
    this.offset = bytes.length;
    if (region.messageVersion === version) return;
    this.regions.reserve(region, bytes.length);
    bytes.copy(this.regions.text, region.start);
    region.messageVersion = version;
  }

  /** Adds a family to the section; what stands there already is left as it is. */
  private readonly take = (header: FamilyHeader, text: SampleText, slot: number): void => {
    const { region, offset } = this;
    const place = this.families++;
    const written = (region.families[place] ??= nothingWritten());
    const isThere = written.version === text.version && written.slot === slot && written.offset === offset;
    if (!isThere) this.write(written, header, text, slot);
    this.offset = offset + written.length + written.openMetricsLength;
    this.duplicates += text.duplicates;
    this.samples += text.samples;
  };

  private write(written: Written, header: FamilyHeader, text: SampleText, slot: number): void {
    const { region, offset, regions } = this;
    const { bytes, length, openMetrics, version } = text;
    const openMetricsLength = openMetrics?.length ?? 0;
    regions.reserve(region, offset + length + openMetricsLength);
    const start = region.start + offset;
    bytes.copy(regions.text, start, 0, length);
    openMetrics?.copy(regions.text, start + length);
    // A slot stays with its family.
    const isKnown = slot >= 0 && written.slot === slot;
    const definition = isKnown ? written.definition : this.definitions.find(this.collector, header, slot);
    this.isSameLayout &&=
      written.definition === definition &&
      written.offset === offset &&
      written.length === length &&
      written.openMetricsLength === openMetricsLength;
    written.slot = slot;
    written.version = version;
    written.definition = definition;
    written.offset = offset;
    written.length = length;
    written.openMetricsLength = openMetricsLength;
  }

  /** Describes the section in the index. */
  private publish({ status, seconds, cpuSeconds, skipped }: Outcome, message: Message, seriesDropped = 0): void {
    const { families, region } = this;
    const at = this.indexAt;
    const end = at + SectionField.length + families * FamilyField.size;
    this.reserveIndex(end);
    if (this.definitions.hasNew) this.definitions.publish();
    const { index } = this;
    index[at + SectionField.collector] = this.collector;
    index[at + SectionField.status] = STATUSES.indexOf(status);
    index[at + SectionField.seconds] = seconds;
    index[at + SectionField.cpuSeconds] = cpuSeconds;
    index[at + SectionField.families] = families;
    index[at + SectionField.messageStart] = region.start;
    index[at + SectionField.messageLength] = message.bytes.length;
    index[at + SectionField.messageVersion] = message.version;
    index[at + SectionField.duplicates] = this.duplicates;
    index[at + SectionField.samples] = this.samples;
    index[at + SectionField.skipped] = skipped;
    index[at + SectionField.seriesDropped] = seriesDropped;
    index[at + SectionField.layout] = this.layout(region);
    let familyAt = at + SectionField.length;
    for (let place = 0; place < families; place++) {
      const written = region.families[place];
      if (written === undefined) continue;
      const start = region.start + written.offset;
      index[familyAt + FamilyField.definition] = written.definition;
      index[familyAt + FamilyField.start] = start;
      index[familyAt + FamilyField.length] = written.length;
      index[familyAt + FamilyField.openMetricsStart] = start + written.length;
      index[familyAt + FamilyField.openMetricsLength] = written.openMetricsLength;
      familyAt += FamilyField.size;
    }
    if (region.families.length > families) region.families.length = families;
    this.indexAt = end;
  }

  /** Another one where the families are not the same, or not where they were; a region moves only when one grows. */
  private layout(region: Region): number {
    const { families } = this;
    if (this.isSameLayout && region.publishedFamilies === families) return region.layout;
    region.publishedFamilies = families;
    return (region.layout = this.layouts++);
  }

  /** Encoded when it is another than last time. */
  private message(number: number, text: string): Message {
    const last = this.messages[number] ?? NO_MESSAGE;
    if (last.text === text) return last;
    return (this.messages[number] = { text, bytes: Buffer.from(text), version: last.version + 1 });
  }

  private reserveIndex(end: number): void {
    if (end <= this.index.length) return;
    growTo(this.memory.index, end * 8);
    this.index = new Float64Array(this.memory.index, 0, Math.floor(this.memory.index.byteLength / 8));
  }
}
