import type { Native } from "../host.ts";
import type { PerfEvent } from "./events.ts";

/** struct perf_event_attr up to and with `breakpoint type and address`, which every kernel takes. */
const ATTRIBUTE_BYTES = 64;
const CONFIG_AT = 8;
const READ_FORMAT_AT = 32;
const BITS_AT = 40;

const FORMAT_GROUP = 1n << 3n;
const EXCLUDE_HYPERVISOR = 1n << 6n;

const ALL_PROCESSES = -1;
const NO_GROUP = -1;
const CLOSE_ON_EXEC = 8;

/** Events of one CPU that are read with one call: each read of another CPU's counters interrupts that CPU. */
export interface CounterGroup {
  readonly events: readonly PerfEvent[];
  readonly cpu: string;
  /** Raw counts in the order of `events`, valid until the next read of any group. Throws the system call's error. */
  read(): Float64Array;
}

/** Opens the events on a CPU as one group that counts from now on. Throws the system call's error. */
export function openGroup(native: Native, events: readonly PerfEvent[], cpu: number): CounterGroup {
  const descriptors: number[] = [];
  try {
    for (const event of events)
      descriptors.push(
        native.perfEventOpen(attributesOf(event), ALL_PROCESSES, cpu, descriptors[0] ?? NO_GROUP, CLOSE_ON_EXEC),
      );
  } catch (error) {
    for (const fd of descriptors) native.close(fd);
    throw error;
  }
  const [leader = NO_GROUP] = descriptors;
  return { events, cpu: String(cpu), read: () => readGroup(native, leader, events.length) };
}

function attributesOf({ type, config }: PerfEvent): Uint8Array {
  const view = new DataView(new ArrayBuffer(ATTRIBUTE_BYTES));
  view.setUint32(0, type, true);
  view.setUint32(4, ATTRIBUTE_BYTES, true);
  view.setBigUint64(CONFIG_AT, config, true);
  view.setBigUint64(READ_FORMAT_AT, FORMAT_GROUP, true);
  view.setBigUint64(BITS_AT, EXCLUDE_HYPERVISOR, true);
  return new Uint8Array(view.buffer);
}

let scratch = new BigUint64Array(16);
let scratchBytes = new Uint8Array(scratch.buffer);
let counts = new Float64Array(16);

/** The kernel gives the number of counters and then their values. */
function readGroup(native: Native, fd: number, length: number): Float64Array {
  if (scratch.length <= length) {
    scratch = new BigUint64Array(2 * length);
    scratchBytes = new Uint8Array(scratch.buffer);
    counts = new Float64Array(2 * length);
  }
  const size = native.read(fd, scratchBytes);
  if (size < (length + 1) * 8) throw new Error(`a group of ${length} counters gave ${size} bytes`);
  for (let i = 0; i < length; i++) counts[i] = Number(scratch[i + 1]);
  return counts;
}
