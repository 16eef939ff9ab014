import { errnoOf } from "../kit/errors.ts";
import type { Native } from "../kit/host.ts";
import type { PerfEvent } from "./events.ts";

/** struct perf_event_attr up to and with `breakpoint type and address`, which every kernel takes. */
const ATTRIBUTE_BYTES = 64;
const CONFIG_AT = 8;
const READ_FORMAT_AT = 32;
const BITS_AT = 40;

const FORMAT_TOTAL_TIME_ENABLED = 1n << 0n;
const FORMAT_GROUP = 1n << 3n;
const EXCLUDE_HYPERVISOR = 1n << 6n;

const ALL_PROCESSES = -1;
const NO_GROUP = -1;
const CLOSE_ON_EXEC = 8;

/** Numbers in front of the counts: how many there are, and for how many nanoseconds they have counted. */
const HEAD = 2;

/**
 * Events of one CPU that are read with one call: each read of another CPU's counters interrupts that CPU.
 *
 * The kernel takes the counters of a CPU that goes offline apart and never puts them together again; what they can be
 * asked for then are old numbers. They are known by their time, which stands still, and are opened again.
 */
export class CounterGroup {
  readonly events: readonly PerfEvent[];
  readonly cpu: string;
  private readonly native: Native;
  private readonly number: number;
  private descriptors: readonly number[] = [];
  private counted = 0;

  constructor(native: Native, events: readonly PerfEvent[], cpu: number) {
    this.native = native;
    this.events = events;
    this.number = cpu;
    this.cpu = String(cpu);
  }

  /** Counts from now on. Throws the system call's error. */
  open(): void {
    const { native } = this;
    const descriptors: number[] = [];
    try {
      for (const event of this.events) {
        const leader = descriptors[0] ?? NO_GROUP;
        descriptors.push(native.perfEventOpen(attributesOf(event), ALL_PROCESSES, this.number, leader, CLOSE_ON_EXEC));
      }
    } catch (error) {
      for (const fd of descriptors) native.close(fd);
      throw error;
    }
    this.descriptors = descriptors;
    this.counted = 0;
  }

  /**
   * Raw counts in the order of `events`, valid until the next read of any group; undefined while the CPU is offline,
   * after which they begin at 0 again. Throws the system call's error.
   */
  read(): Float64Array | undefined {
    if (this.descriptors.length > 0 && this.readAlive()) return counts;
    this.close();
    // Those of a CPU that is just coming or going may not count yet, or not any more.
    return this.openOnline() && this.readAlive() ? counts : undefined;
  }

  private openOnline(): boolean {
    try {
      this.open();
      return true;
    } catch (error) {
      if (isOffline(error)) return false;
      throw error;
    }
  }

  private close(): void {
    for (const fd of this.descriptors) this.native.close(fd);
    this.descriptors = [];
  }

  /** Reads into `counts`; false when that has not all counters or their time stands still. */
  private readAlive(): boolean {
    const [leader = NO_GROUP] = this.descriptors;
    const { length } = this.events;
    makeRoom(HEAD + length);
    const size = this.native.read(leader, scratchBytes);
    if (size === 0) throw new Error(`a group of ${length} counters gave 0 bytes`);
    const counted = Number(scratch[1]);
    if (size < (HEAD + length) * 8 || counted <= this.counted) return false;
    this.counted = counted;
    for (let i = 0; i < length; i++) counts[i] = Number(scratch[HEAD + i]);
    return true;
  }
}

/** The error of perf_event_open(2) for a CPU that is offline. */
export function isOffline(error: unknown): boolean {
  return errnoOf(error) === "ENODEV";
}

function attributesOf({ type, config }: PerfEvent): Uint8Array {
  const view = new DataView(new ArrayBuffer(ATTRIBUTE_BYTES));
  view.setUint32(0, type, true);
  view.setUint32(4, ATTRIBUTE_BYTES, true);
  view.setBigUint64(CONFIG_AT, config, true);
  view.setBigUint64(READ_FORMAT_AT, FORMAT_GROUP | FORMAT_TOTAL_TIME_ENABLED, true);
  view.setBigUint64(BITS_AT, EXCLUDE_HYPERVISOR, true);
  return new Uint8Array(view.buffer);
}

let scratch = new BigUint64Array(16);
let scratchBytes = new Uint8Array(scratch.buffer);
let counts = new Float64Array(16);

function makeRoom(numbers: number): void {
  if (scratch.length >= numbers) return;
  scratch = new BigUint64Array(2 * numbers);
  scratchBytes = new Uint8Array(scratch.buffer);
  counts = new Float64Array(2 * numbers);
}
