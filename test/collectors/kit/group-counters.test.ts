import fc from "fast-check";
import { expect, test } from "vitest";
import type { GroupTable } from "../../../src/collectors/kit/cpu-group.ts";
import { GroupCounters } from "../../../src/collectors/kit/group-counters.ts";
import { createGroupMemory } from "../../../src/collectors/kit/group-memory.ts";

const CPUS = 6;
const COLUMNS = [0, 1];

/** CPUs 0 to 2 are in node 5, the others in node 2. */
const table: GroupTable = { numbers: [5, 2], names: ["node5", "node2"], version: 1, of: (cpu) => (cpu < 3 ? 0 : 1) };

/** Two tables, so that the second one has to keep out of the first. */
const open = (memory: SharedArrayBuffer, place = 0) => new GroupCounters(memory, [2, 2], place);

/** What happens to one CPU between two updates: it counts, begins again from a value, or is absent. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ by: fc.tuple(fc.nat(1000), fc.nat(2 ** 40)) }) },
  { weight: 1, arbitrary: fc.record({ from: fc.tuple(fc.nat(500), fc.nat(500)) }) },
  { weight: 2, arbitrary: fc.constant("absent" as const) },
);

const update = fc.record({
  steps: fc.array(step, { minLength: CPUS, maxLength: CPUS }),
  /** What happens to the worker: it lives, is replaced, or ends after so many CPUs. */
  worker: fc.oneof(
    { weight: 4, arbitrary: fc.constant("lives" as const) },
    { weight: 1, arbitrary: fc.constant("replaced" as const) },
    { weight: 1, arbitrary: fc.record({ endsAfter: fc.nat(CPUS) }) },
  ),
});

test("each sum grows by what its CPUs count, over hotplug, resets and other workers", () => {
  fc.assert(
    fc.property(fc.array(update, { maxLength: 12 }), (updates) => {
      const memory = createGroupMemory([2, 2], CPUS);
      const host = new Model();
      let counters = open(memory);
      for (const { steps, worker } of updates) {
        host.apply(steps);
        if (typeof worker === "object") {
          counters.start(table);
          for (const cpu of host.take(worker.endsAfter)) counters.addCpu(cpu, host.valuesOf(cpu), COLUMNS);
          counters = open(memory);
        } else if (worker === "replaced") counters = open(memory);
        counters.start(table);
        for (const cpu of host.take()) counters.addCpu(cpu, host.valuesOf(cpu), COLUMNS);
        counters.end();
        host.ended();
        for (const counter of COLUMNS)
          for (const group of [0, 1]) expect(counters.total(counter, group)).toBe(host.sum(counter, group));
      }
    }),
  );
});

/** The same by hand: the increases of CPUs that were there in the update before. */
class Model {
  private readonly values = Array.from({ length: CPUS }, () => [7, 7]);
  private present: boolean[] = [];
  /** Values that were last seen; undefined for a CPU that was absent. */
  private readonly seen: (readonly number[] | undefined)[] = [];
  private readonly sums = [
    [0, 0],
    [0, 0],
  ];

  apply(steps: readonly ({ by: [number, number] } | { from: [number, number] } | "absent")[]): void {
    this.present = steps.map((each) => each !== "absent");
    steps.forEach((each, cpu) => {
      if (each === "absent") return;
      this.values[cpu] = "from" in each ? each.from : this.valuesOf(cpu).map((value, i) => value + (each.by[i] ?? 0));
    });
  }

  /** The first CPUs that are there, as an update sees them. */
  take(count = Infinity): readonly number[] {
    const cpus = this.present.flatMap((isPresent, cpu) => (isPresent ? [cpu] : [])).slice(0, count);
    for (const cpu of cpus) {
      const [before, now] = [this.seen[cpu], this.valuesOf(cpu)];
      now.forEach((value, counter) => {
        const increase = Math.max(0, value - (before?.[counter] ?? value));
        const sums = this.sums[counter] ?? [];
        sums[table.of(cpu)] = (sums[table.of(cpu)] ?? 0) + increase;
      });
      this.seen[cpu] = now;
    }
    return cpus;
  }

  ended(): void {
    for (let cpu = 0; cpu < CPUS; cpu++) if (this.present[cpu] !== true) this.seen[cpu] = undefined;
  }

  valuesOf(cpu: number): readonly number[] {
    return this.values[cpu] ?? [];
  }

  sum(counter: number, group: number): number {
    return this.sums[counter]?.[group] ?? 0;
  }
}

test("rows begin when they appear and go on where they come back at once", () => {
  const memory = createGroupMemory([2, 2], CPUS);
  const counters = open(memory, 1);
  const cpus = [1, 4];
  const scrape = (rows: readonly (readonly [counter: number, values: readonly number[]])[]) => {
    counters.start(table);
    counters.seeCpus(cpus);
    for (const [counter, values] of rows) counters.addRow(counter, cpus, values);
    counters.end();
    return [0, 1].map((counter) => [counters.total(counter, 0), counters.total(counter, 1)]);
  };
  expect(scrape([[0, [100, 200]]])).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(scrape([[0, [101, 205]], [1, [50, 50]]])).toEqual([[1, 5], [0, 0]]); // prettier-ignore
  expect(scrape([[1, [51, 50]]])).toEqual([[1, 5], [1, 0]]); // prettier-ignore
  expect(scrape([[0, [900, 900]]])).toEqual([[1, 5], [1, 0]]); // prettier-ignore
  expect(scrape([[0, [901, 902]]])).toEqual([[2, 7], [1, 0]]); // prettier-ignore
});

test("a counter is found by its key; one that was missing gives its place to another, from 0 on", () => {
  const memory = createGroupMemory([2, 2], CPUS);
  const counters = open(memory);
  const scrape = (keys: readonly number[], value: number) => {
    counters.start(table);
    counters.seeCpus([0]);
    const found = keys.map((key) => {
      const counter = counters.counterOf(key);
      if (counter >= 0) counters.addRow(counter, [0], [value]);
      return counter;
    });
    counters.end();
    return found;
  };
  expect(scrape([11, 22, 33], 1)).toEqual([0, 1, -1]);
  expect(scrape([11, 22], 5)).toEqual([0, 1]);
  expect(scrape([22], 6)).toEqual([1]);
  expect(scrape([33, 22], 7)).toEqual([0, 1]);
  expect([counters.total(0, 0), counters.total(1, 0)]).toEqual([0, 6]);
  expect(open(memory).counterOf(33)).toBe(0);
});

test("a group keeps its place in the memory when another worker finds the groups in another order", () => {
  const memory = createGroupMemory([2, 2], CPUS);
  const update = (groups: GroupTable, value: number) => {
    const counters = open(memory);
    counters.start(groups);
    counters.addCpu(0, [value, 0], COLUMNS);
    counters.end();
    return counters.total(0, groups.of(0));
  };
  update(table, 10);
  expect(update({ numbers: [2, 5], names: ["node2", "node5"], version: 1, of: () => 1 }, 13)).toBe(3);
  expect(update(table, 14)).toBe(4);
});

test("a CPU without a group adds nothing until it has one, and one beyond the memory never does", () => {
  const memory = createGroupMemory([2, 2], CPUS);
  const counters = open(memory);
  const scrape = (groups: GroupTable, value: number) => {
    counters.start(groups);
    for (const cpu of [0, CPUS]) counters.addCpu(cpu, [value, value], COLUMNS);
    counters.end();
    return counters.total(0, 0);
  };
  const homeless: GroupTable = { numbers: [5], names: ["node5"], version: 1, of: () => -1 };
  expect([scrape(homeless, 1), scrape(homeless, 3)]).toEqual([0, 0]);
  expect([scrape({ ...homeless, version: 2, of: () => 0 }, 4)]).toEqual([1]);
});
