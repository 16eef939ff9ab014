/**
 * The memory through which a worker hands its sections to main, shared by both.
 *
 * The worker appends a section (one collector's families) to `text` and its description to `index`, and publishes it by
 * raising the counter in `control`; main reads what is published at any moment, without messages. Which collectors to
 * run is in `control` as well. A task starts over from the beginning: main has to be done with the last one by then.
 */
export interface ArenaMemory {
  /** Int32: see `Control`. */
  readonly control: SharedArrayBuffer;
  /** Float64, growable: section and family records, see `SectionField` and `FamilyField`. */
  readonly index: SharedArrayBuffer;
  /** Bytes, growable: the families' lines, headers included, and messages. */
  readonly text: SharedArrayBuffer;
  /** Bytes, growable: one JSON line a family, `[id, name, type, help]`, appended when first seen. */
  readonly definitions: SharedArrayBuffer;
  /** Float64: see `Gauge`. */
  readonly gauges: SharedArrayBuffer;
}

/** Places in `control`. */
export const Control = {
  /** Sections published since the task started. */
  sections: 0,
  /** Number of the collector that is running, plus one; 0 when none is. */
  running: 1,
  /** Bytes in `definitions`. */
  definitions: 2,
  /** Changes when the definitions were started over. */
  epoch: 3,
  /** Number of collectors that the task is to run; their numbers follow from `firstRequested` on. */
  requested: 4,
  firstRequested: 5,
} as const;

/** Places in a section record; the family records follow it. */
export const SectionField = {
  collector: 0,
  status: 1,
  seconds: 2,
  families: 3,
  messageStart: 4,
  messageLength: 5,
  /** Changes when the collector's message does. */
  messageVersion: 6,
  duplicates: 7,
  samples: 8,
  /** Changes when any of the family records does; no other section has the same until the epoch changes. */
  layout: 9,
  /** Records left out. */
  skipped: 10,
  /** Series over the budget, left out. */
  seriesDropped: 11,
  /** NaN where it was not measured. */
  cpuSeconds: 12,
  length: 13,
} as const;

/** Places in a family record. */
export const FamilyField = {
  definition: 0,
  start: 1,
  length: 2,
  openMetricsStart: 3,
  /** 0: the sample lines are the same in OpenMetrics. */
  openMetricsLength: 4,
  /** Fields in a record. */
  size: 5,
} as const;

/** The worker's own numbers, written after every task except where noted. */
export const Gauge = {
  heapUsedBytes: 0,
  heapTotalBytes: 1,
  externalBytes: 2,
  /** Time spent in tasks since the thread started. */
  busySeconds: 3,
  keptDescriptors: 4,
  /** The kernel's number of the thread, written when it starts; 0 where it is unknown. */
  thread: 5,
  length: 6,
} as const;

const MAX_TEXT = 512 * 1024 * 1024;
const MAX_INDEX = 64 * 1024 * 1024;

/** Bounded: growth stops at 512 MiB of text and 64 MiB of index; untouched pages cost nothing. */
export function createArenaMemory(collectors: number): ArenaMemory {
  return {
    control: new SharedArrayBuffer((Control.firstRequested + collectors) * Int32Array.BYTES_PER_ELEMENT),
    index: new SharedArrayBuffer(32 * 1024, { maxByteLength: MAX_INDEX }),
    text: new SharedArrayBuffer(128 * 1024, { maxByteLength: MAX_TEXT }),
    definitions: new SharedArrayBuffer(64 * 1024, { maxByteLength: MAX_INDEX }),
    gauges: new SharedArrayBuffer(Gauge.length * Float64Array.BYTES_PER_ELEMENT),
  };
}

/** Makes room for `bytes` bytes; throws RangeError past the bound. */
export function growTo(memory: SharedArrayBuffer, bytes: number): void {
  if (bytes <= memory.byteLength) return;
  if (bytes > memory.maxByteLength) throw new RangeError(`more than ${memory.maxByteLength} bytes of samples`);
  memory.grow(Math.min(memory.maxByteLength, Math.max(bytes, memory.byteLength * 2)));
}
