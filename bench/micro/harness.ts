import { median } from "../measure/statistics.ts";

/** The result of one micro benchmark. */
export interface Timing {
  readonly group: string;
  readonly name: string;
  /** The unit of an operation, such as `file` or `number`. */
  readonly unit: string;
  readonly nanoseconds: number;
  /** Bytes that an operation processes; 0 where that is not meaningful. */
  readonly bytes: number;
}

export interface Subject {
  readonly group: string;
  readonly name: string;
  readonly unit: string;
  readonly bytes?: number;
  /** Operations per call; default 1. */
  readonly operations?: number;
  run(): void;
}

const BATCHES = 15;
const WARM_UP = 0.3;

/** Runs a subject for about this many seconds and takes the median over batches. */
export function time(subject: Subject, seconds: number): Timing {
  const warm = callsIn(subject, seconds * WARM_UP);
  const calls = Math.max(1, Math.round(warm / WARM_UP / BATCHES));
  const batches = Array.from({ length: BATCHES }, () => batch(subject, calls));
  return {
    group: subject.group,
    name: subject.name,
    unit: subject.unit,
    nanoseconds: median(batches) / (subject.operations ?? 1),
    bytes: subject.bytes ?? 0,
  };
}

function callsIn(subject: Subject, seconds: number): number {
  const until = performance.now() + seconds * 1000;
  let calls = 0;
  do {
    subject.run();
    calls++;
  } while (performance.now() < until);
  return calls;
}

function batch(subject: Subject, calls: number): number {
  const start = performance.now();
  for (let i = 0; i < calls; i++) subject.run();
  return ((performance.now() - start) * 1e6) / calls;
}
