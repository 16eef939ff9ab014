import { cpuLabel } from "../kit/cpu-label.ts";
import type { Emit } from "../kit/define.ts";
import { counter } from "../kit/family.ts";
import { CPU_COLUMNS } from "../parsers/procfs/stat.ts";

const seconds = counter("node_cpu_seconds_total", "Seconds that the CPU spent in each mode.", "cpu", "mode");
const guestSeconds = counter(
  "node_cpu_guest_seconds_total",
  "Seconds that the CPU spent running virtual machines; also part of modes user and nice.",
  "cpu",
  "mode",
);

export const TIME_FAMILIES = [seconds, guestSeconds];

/** /proc/stat counts in USER_HZ, which is 100 on every architecture that is still supported. */
export const USER_HZ = 100;

/** A mode with its column in /proc/stat. */
export interface Mode {
  readonly mode: string;
  readonly column: number;
}

export const MODES = sortedColumns(["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"]);
export const GUEST_MODES: readonly Mode[] = [
  { mode: "nice", column: CPU_COLUMNS.indexOf("guest_nice") },
  { mode: "user", column: CPU_COLUMNS.indexOf("guest") },
];

export function emitTimes(emit: Emit, cpus: readonly number[], ticks: Float64Array, withGuest: boolean): void {
  for (let i = 0; i < cpus.length; i++) {
    const cpu = cpuLabel(cpus[i] ?? 0);
    const row = i * CPU_COLUMNS.length;
    for (const { mode, column } of MODES) emit(seconds, (ticks[row + column] ?? 0) / USER_HZ, cpu, mode);
    if (!withGuest) continue;
    for (const { mode, column } of GUEST_MODES) emit(guestSeconds, (ticks[row + column] ?? 0) / USER_HZ, cpu, mode);
  }
}

function sortedColumns(modes: readonly (typeof CPU_COLUMNS)[number][]): readonly Mode[] {
  return modes.toSorted().map((mode) => ({ mode, column: CPU_COLUMNS.indexOf(mode) }));
}
