import type { GroupTable } from "./cpu-group.ts";
import { COMPLETED, type GroupLayout, groupTable, STARTED } from "./group-memory.ts";

/**
 * Sums up the counters of CPUs by group. A sum starts at 0 and grows by what each CPU has counted since the last update,
 * so it never runs backwards: a counter that went back and a CPU that was absent add nothing, and count from then on.
 *
 * The memory is shared with the workers that come before and after. Each value is stored together with its increase,
 * without a call or loop between the two where a thread could be ended.
 */
export class GroupCounters {
  private readonly numbers: Float64Array;
  private readonly layout: GroupLayout;
  /** By CPU: whether its last values are those of the update before. */
  private readonly isKnown: Uint8Array;
  /** Place of a CPU's group in the memory, by CPU; -1 for none. */
  private readonly placeOf: Int32Array;
  /** Place of a group in the memory, by group. */
  private readonly places: number[] = [];
  private table: GroupTable | undefined;
  private version = -1;
  private update = 0;
  private completed = 0;

  /** `tables`: the definition's `groupCounters`; `place`: which of them this is. */
  constructor(memory: SharedArrayBuffer, tables: readonly number[], place = 0) {
    const { numbers, layout } = groupTable(memory, tables, place);
    this.numbers = numbers;
    this.layout = layout;
    this.isKnown = new Uint8Array(this.layout.cpus);
    this.placeOf = new Int32Array(this.layout.cpus).fill(-1);
  }

  /** Starts an update. Where it does not come to its `end`, the next one continues from what it has seen. */
  start(table: GroupTable): void {
    const { numbers } = this;
    this.update = (numbers[STARTED] ?? 0) + 1;
    this.completed = numbers[COMPLETED] ?? 0;
    numbers[STARTED] = this.update;
    if (this.table === table && this.version === table.version) return;
    this.table = table;
    this.version = table.version;
    this.findPlaces(table);
  }

  end(): void {
    this.numbers[COMPLETED] = this.update;
  }

  /** A CPU with its counters from `first` on, which are the values in these columns behind `offset`. */
  addCpu(cpu: number, values: ArrayLike<number>, columns: readonly number[], offset = 0, first = 0): void {
    this.see(cpu);
    for (let i = 0; i < columns.length; i++) this.add(first + i, cpu, values[offset + (columns[i] ?? 0)] ?? 0, true);
  }

  /** The CPUs whose counters `addRow` takes. */
  seeCpus(cpus: ArrayLike<number>): void {
    for (let i = 0; i < cpus.length; i++) this.see(cpus[i] ?? 0);
  }

  /** A counter with its value of each of these CPUs. */
  addRow(counter: number, cpus: ArrayLike<number>, values: ArrayLike<number>): void {
    const { numbers, layout } = this;
    const row = layout.rows + counter;
    const isKnown = this.isFresh(numbers[row] ?? 0);
    for (let i = 0; i < cpus.length; i++) this.add(counter, cpus[i] ?? 0, values[i] ?? 0, isKnown);
    numbers[row] = this.update;
  }

  /** What the CPUs of a group have counted. */
  total(counter: number, group: number): number {
    const { numbers, layout } = this;
    return numbers[layout.totals + counter * layout.groups + (this.places[group] ?? 0)] ?? 0;
  }

  /**
   * The counter with this key, which is not 0. A new key gets an unused counter, or one that was missing in the last update,
   * whose sums begin at 0 again; -1 where there is none.
   */
  counterOf(key: number): number {
    const { numbers, layout } = this;
    const keys = numbers.subarray(layout.keys, layout.keys + layout.counters);
    const found = keys.indexOf(key);
    if (found >= 0) return found;
    const unused = keys.indexOf(0);
    const free =
      unused >= 0 ? unused : keys.findIndex((_, counter) => !this.isFresh(numbers[layout.rows + counter] ?? 0));
    if (free < 0) return -1;
    numbers[layout.rows + free] = 0;
    numbers.fill(0, layout.totals + free * layout.groups, layout.totals + (free + 1) * layout.groups);
    keys[free] = key;
    return free;
  }

  private see(cpu: number): void {
    const { numbers, layout } = this;
    if (cpu >= layout.cpus || numbers[layout.seen + cpu] === this.update) return;
    this.isKnown[cpu] = this.isFresh(numbers[layout.seen + cpu] ?? 0) ? 1 : 0;
    numbers[layout.seen + cpu] = this.update;
  }

  /** Whether something was there in the last update that came to its end, or in one since. */
  private isFresh(seen: number): boolean {
    return seen > 0 && seen >= this.completed;
  }

  private add(counter: number, cpu: number, value: number, isRowKnown: boolean): void {
    const { numbers, layout } = this;
    const place = this.placeOf[cpu];
    if (place === undefined) return;
    const cell = layout.last + counter * layout.cpus + cpu;
    const increase = value - (numbers[cell] ?? 0);
    // As with most interrupts of most CPUs.
    if (increase === 0) return;
    numbers[cell] = value;
    if (increase > 0 && place >= 0 && isRowKnown && this.isKnown[cpu] === 1) {
      const total = layout.totals + counter * layout.groups + place;
      numbers[total] = (numbers[total] ?? 0) + increase;
    }
  }

  private findPlaces(table: GroupTable): void {
    table.numbers.forEach((number, group) => (this.places[group] ??= this.placeFor(number)));
    for (let cpu = 0; cpu < this.layout.cpus; cpu++) this.placeOf[cpu] = this.places[table.of(cpu)] ?? -1;
  }

  /** The place that holds a group's number, or a free one; -1 where there is none. */
  private placeFor(number: number): number {
    const { numbers, layout } = this;
    for (let place = 0; place < layout.groups; place++) {
      const at = layout.numbers + place;
      if (numbers[at] === 0) numbers[at] = number + 1;
      if (numbers[at] === number + 1) return place;
    }
    return -1;
  }
}
