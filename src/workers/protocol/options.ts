import type { CpuGroup } from "../../collectors/kit/cpu-group.ts";
import type { ArenaMemory } from "./arena-memory.ts";

export type FlagData = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What the command line says about collectors, as plain data. */
export interface CollectorOptions {
  /** Value of each flag of the collectors by full name. */
  readonly flags: FlagData;
  /** Flags that were on the command line. */
  readonly given: readonly string[];
  /** Every collector that is switched on, whichever worker runs it. */
  readonly enabled: readonly string[];
  /** Which CPUs are shown as one. */
  readonly cpuGroup: CpuGroup;
}

/** How many series may be shown; Infinity for no limit. */
export interface MaxSeries {
  /** Of all collectors together. */
  readonly total: number;
  readonly byCollector: Readonly<Record<string, number>>;
}

/** Budgets of series with the memory in which all workers count them. */
export interface SeriesOptions {
  readonly most: MaxSeries;
  readonly places: SharedArrayBuffer;
}

/** Where the host's files are. */
export interface HostPaths {
  readonly procfs: string;
  readonly sysfs: string;
  readonly rootfs: string;
  readonly udevData: string;
}

/** What a worker is started with. */
export interface WorkerOptions {
  readonly paths: HostPaths;
  readonly collectors: CollectorOptions;
  /** Every collector that may come to run, by its number. One that comes more than once is divided; see `partOf`. */
  readonly names: readonly string[];
  /** Bytes of a memory page. */
  readonly pageSize: number;
  /** Descriptors that a worker may keep open between scrapes. */
  readonly maxDescriptors: number;
  readonly arena: ArenaMemory;
  /** Process ids of the worker's children, which become orphans when it ends. */
  readonly children: SharedArrayBuffer;
  /** For `Orphans`: all workers share it. */
  readonly orphans: SharedArrayBuffer;
  /** For `OpenDescriptors`: what the thread opens, which is closed when it has ended. */
  readonly descriptors: SharedArrayBuffer;
  /** Memory of collectors that outlives workers, by collector; a replaced worker finds what the last one left. */
  readonly state: Readonly<Record<string, SharedArrayBuffer>>;
  /** Budgets of series, where there are any. */
  readonly series?: SeriesOptions | undefined;
}
