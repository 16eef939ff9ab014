/** What --cpu.group may be: which CPUs are shown as one; `none` shows each by itself. */
export const CPU_GROUPS = ["none", "node", "package", "all"] as const;

export type CpuGroup = (typeof CPU_GROUPS)[number];

/** Which group each CPU belongs to. Groups are numbered from 0 in the order in which they were first seen. */
export interface GroupTable {
  /** The kernel's number of each group, by group. */
  readonly numbers: readonly number[];
  /** Value of the label `group`, by group. */
  readonly names: readonly string[];
  /** Another number whenever a CPU changed its group. */
  readonly version: number;
  /** The group of a CPU; -1 where that is not known, as of a CPU that was never online. */
  of(cpu: number): number;
}
