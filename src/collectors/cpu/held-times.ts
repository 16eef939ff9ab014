import { CPU_COLUMNS, type CpuTimes } from "../parsers/procfs/stat.ts";

/** Linux has no configuration with more CPUs (NR_CPUS of x86); a CPU beyond is shown as the kernel gives it. */
const MAX_CPUS = 8192;

const COLUMNS = CPU_COLUMNS.length;
const IDLE = CPU_COLUMNS.indexOf("idle");

/** A row holds the columns and the number of the scrape that wrote it; before the rows stands that of the last scrape. */
const ROW = COLUMNS + 1;

/** Idle time only falls this far, in ticks, when the CPU was taken offline and its times began again. */
const JUMP_BACK = 300;

/** Memory that `HeldTimes` needs; pages of CPUs that do not exist are never touched. */
export const HELD_TIMES_BYTES = (1 + MAX_CPUS * ROW) * Float64Array.BYTES_PER_ELEMENT;

/**
 * Keeps CPU times from running backwards, as iowait and idle of a kernel without ticks do: a lower value than at the
 * last scrape is replaced by that. The memory is shared with the workers that come before and after.
 */
export class HeldTimes {
  private readonly rows: Float64Array;
  private held = new Float64Array(0);

  constructor(memory: SharedArrayBuffer) {
    this.rows = new Float64Array(memory);
  }

  /** Times in the layout of `times.ticks`, valid until the next call. CPUs that are missing in `times` are forgotten. */
  hold(times: CpuTimes): Float64Array {
    const { cpus, ticks } = times;
    if (this.held.length < ticks.length) this.held = new Float64Array(ticks.length);
    this.held.set(ticks);
    const last = this.rows[0] ?? 0;
    for (let i = 0; i < cpus.length; i++) this.holdCpu(cpus[i] ?? 0, i * COLUMNS, last);
    this.rows[0] = last + 1;
    return this.held;
  }

  private holdCpu(cpu: number, at: number, last: number): void {
    if (cpu >= MAX_CPUS) return;
    const { rows, held } = this;
    const row = 1 + cpu * ROW;
    const writtenBy = rows[row + COLUMNS] ?? 0;
    // A worker that ended in the middle of a scrape leaves rows newer than the last scrape.
    const known = writtenBy > 0 && writtenBy >= last && (rows[row + IDLE] ?? 0) - (held[at + IDLE] ?? 0) < JUMP_BACK;
    for (let column = 0; column < COLUMNS; column++) {
      const before = known ? (rows[row + column] ?? 0) : 0;
      const value = Math.max(held[at + column] ?? 0, before);
      rows[row + column] = value;
      held[at + column] = value;
    }
    rows[row + COLUMNS] = last + 1;
  }
}
