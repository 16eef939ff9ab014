import { formatNumber, MAX_NUMBER_BYTES, writeNumber } from "../../src/collectors/text-format/number.ts";
import { counter } from "../../src/collectors/kit/family.ts";
import { Sink } from "../../src/workers/render/sink.ts";
import { counterAt } from "../hosts/numbers.ts";
import type { Subject } from "./harness.ts";

const NUMBERS = 1000;
const SAMPLES = 1000;

/** Numbers as text, and families with all, some or none of their values changed since the last scrape. */
export function renderingSubjects(): readonly Subject[] {
  return [
    numbers("0 to 9", (i) => i % 10),
    numbers("6 digits", (i) => counterAt(i, 6)),
    numbers("12 digits", (i) => counterAt(i) * 100_003),
    numbers("hundredths", (i) => counterAt(i) / 100),
    numbers("microseconds", (i) => counterAt(i) / 1e6),
    numbers("any float", (i) => counterAt(i) / 3),
    formatted("any float, as a string", (i) => counterAt(i) / 3),
    family("same values", (_, i) => counterAt(i)),
    family("a tenth of the values changed", (turn, i) => counterAt(i) + (i % 10 === 0 ? turn : 0)),
    family("all values changed", (turn, i) => counterAt(i) + turn),
    family("all changed, other lengths", (turn, i) => counterAt(i, 1 + ((turn + i) % 6))),
    family(
      "all labels changed",
      (_, i) => counterAt(i),
      (turn, i) => `device${turn % 7}-${i}`,
    ),
  ];
}

function numbers(name: string, value: (i: number) => number): Subject {
  const values = Float64Array.from({ length: NUMBERS }, (_, i) => value(i));
  const into = Buffer.alloc(NUMBERS * MAX_NUMBER_BYTES);
  return {
    group: "number",
    name,
    unit: "number",
    operations: NUMBERS,
    run() {
      let at = 0;
      for (let i = 0; i < NUMBERS; i++) at = writeNumber(into, at, values[i] ?? 0);
    },
  };
}

function formatted(name: string, value: (i: number) => number): Subject {
  const values = Float64Array.from({ length: NUMBERS }, (_, i) => value(i));
  return {
    group: "number",
    name,
    unit: "number",
    operations: NUMBERS,
    run() {
      for (let i = 0; i < NUMBERS; i++) formatNumber(values[i] ?? 0);
    },
  };
}

/** Emits a family with two labels and finishes it, as one scrape does. */
function family(
  name: string,
  value: (turn: number, i: number) => number,
  label: (turn: number, i: number) => string = (_, i) => `device${i}`,
): Subject {
  const emitted = counter("node_bench_bytes_total", "Bytes.", "device", "direction");
  const sink = new Sink();
  const labels = Array.from({ length: 7 }, (_, turn) => Array.from({ length: SAMPLES }, (_, i) => label(turn, i)));
  let turn = 0;
  return {
    group: "family",
    name,
    unit: "sample",
    operations: SAMPLES,
    run() {
      turn++;
      const of = labels[turn % 7] ?? [];
      for (let i = 0; i < SAMPLES; i++) sink.emit(emitted, value(turn, i), of[i] ?? "", "receive");
      sink.finish(ignore);
    },
  };
}

function ignore(): void {}
