/** Numbers in front of a table, by place: in the first one CPUs that there is room for; updates started; the last one completed. */
export const CPUS = 0;
export const STARTED = 1;
export const COMPLETED = 2;
export const HEAD = 3;

/** More groups than there can be at a time: packages of virtual machines come back with other numbers. */
const SPARE_GROUPS = 8;

/** Where the parts of the memory begin, in numbers of 64 bits. */
export interface GroupLayout {
  readonly counters: number;
  readonly cpus: number;
  /** Places for groups. */
  readonly groups: number;
  /** The last update that saw a CPU, by CPU. */
  readonly seen: number;
  /** The kernel's number of a group, plus one; by place. */
  readonly numbers: number;
  /** The last update that saw a counter, by counter. */
  readonly rows: number;
  /** What a counter counts, as a hash; 0 for an unused one. */
  readonly keys: number;
  /** Last value of a CPU: a row of CPUs per counter. */
  readonly last: number;
  /** Sum of a group: a row of groups per counter. */
  readonly totals: number;
  readonly length: number;
}

/** The layout of one table. */
function groupLayout(counters: number, cpus: number): GroupLayout {
  const groups = cpus + SPARE_GROUPS;
  const seen = HEAD;
  const numbers = seen + cpus;
  const rows = numbers + groups;
  const keys = rows + counters;
  const last = keys + counters;
  const totals = last + counters * cpus;
  return { counters, cpus, groups, seen, numbers, rows, keys, last, totals, length: totals + counters * groups };
}

/** Memory for tables with these numbers of counters, one after the other; pages that are never used take none. */
export function createGroupMemory(tables: readonly number[], cpus: number): SharedArrayBuffer {
  const length = tables.reduce((sum, counters) => sum + groupLayout(counters, cpus).length, 0);
  const memory = new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT);
  new Float64Array(memory)[CPUS] = cpus;
  return memory;
}

/** One of these tables, by its place among them. */
export function groupTable(
  memory: SharedArrayBuffer,
  tables: readonly number[],
  place: number,
): { readonly numbers: Float64Array; readonly layout: GroupLayout } {
  const [cpus = 0] = new Float64Array(memory, CPUS, 1);
  const layouts = tables.map((counters) => groupLayout(counters, cpus));
  const layout = layouts[place] ?? groupLayout(0, cpus);
  const start = layouts.slice(0, place).reduce((sum, { length }) => sum + length, 0);
  return { numbers: new Float64Array(memory, start * Float64Array.BYTES_PER_ELEMENT, layout.length), layout };
}
