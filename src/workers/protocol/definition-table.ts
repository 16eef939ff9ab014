import { type ArenaMemory, Control, growTo } from "./arena-memory.ts";
import type { FamilyHeader } from "../render/sink.ts";

/** Families defined before the table is started over: textfiles may bring new names and HELP texts for ever. */
const MAX_DEFINITIONS = 50_000;
const MAX_DEFINITION_BYTES = 16 * 1024 * 1024;

/** The worker's side of the families' definitions: main sees those that are published. */
export class DefinitionTable {
  /** Whether it is time to start over. */
  isFull = false;
  /** Whether there is something that main has not seen. */
  hasNew = false;
  private readonly memory: ArenaMemory;
  private readonly control: Int32Array;
  private bytes: Buffer;
  private end = 0;
  private known = 0;
  private publishedEnd = 0;
  private publishedKnown = 0;
  /** Definition of each slot of a collector's sink. */
  private bySlot: ((number | undefined)[] | undefined)[] = [];
  /** Definition of each rendered family, by all that it says. */
  private byHeader = new Map<string, number>();

  constructor(memory: ArenaMemory) {
    this.memory = memory;
    this.control = new Int32Array(memory.control);
    this.bytes = Buffer.from(memory.definitions, 0, memory.definitions.byteLength);
    this.forget();
  }

  /** The number of a family, which is defined when it is new; `slot` is -1 for a rendered one. Throws RangeError past the bound. */
  find(collector: number, header: FamilyHeader, slot: number): number {
    if (slot < 0) return this.findByHeader(header);
    const slots = (this.bySlot[collector] ??= []);
    return (slots[slot] ??= this.findByHeader(header));
  }

  /** The slots of a collector's sink mean other families from now on. */
  forgetSlots(collector: number): void {
    this.bySlot[collector] = undefined;
  }

  /** Lets main see what was defined so far. */
  publish(): void {
    this.hasNew = false;
    this.publishedEnd = this.end;
    this.publishedKnown = this.known;
    Atomics.store(this.control, Control.definitions, this.end);
  }

  /** Forgets what was defined and not published. */
  takeBack(): void {
    const { publishedKnown } = this;
    if (this.known === publishedKnown) return;
    this.known = publishedKnown;
    this.end = this.publishedEnd;
    this.hasNew = false;
    const isPublished = (id: number | undefined): boolean => id !== undefined && id < publishedKnown;
    this.bySlot = this.bySlot.map((slots) => slots?.map((id) => (isPublished(id) ? id : undefined)));
    for (const [key, id] of this.byHeader) if (!isPublished(id)) this.byHeader.delete(key);
  }

  /** Starts over; what main has seen is void. */
  forget(): void {
    this.known = this.publishedKnown = 0;
    this.end = this.publishedEnd = 0;
    this.bySlot = [];
    this.byHeader = new Map();
    this.hasNew = this.isFull = false;
    Atomics.store(this.control, Control.definitions, 0);
    Atomics.add(this.control, Control.epoch, 1);
  }

  private findByHeader(header: FamilyHeader): number {
    const key = `${header.type} ${header.name} ${header.help}`;
    let id = this.byHeader.get(key);
    if (id === undefined) this.byHeader.set(key, (id = this.define(header)));
    return id;
  }

  private define({ name, type, help }: FamilyHeader): number {
    const line = Buffer.from(`${JSON.stringify([this.known, name, type, help])}\n`);
    const end = this.end + line.length;
    if (end > this.bytes.length) {
      growTo(this.memory.definitions, end);
      this.bytes = Buffer.from(this.memory.definitions, 0, this.memory.definitions.byteLength);
    }
    this.bytes.set(line, this.end);
    this.end = end;
    this.hasNew = true;
    this.isFull = this.known >= MAX_DEFINITIONS || end > MAX_DEFINITION_BYTES;
    return this.known++;
  }
}
