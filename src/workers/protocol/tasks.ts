import type { Fault, LogLevel } from "../../collectors/kit/define.ts";
import type { CollectorOptions } from "./options.ts";

/** What main asks a worker to do. Collectors are numbered by their place in `names` of the worker's options. */
export type WorkerTask =
  /**
   * Run the collectors that the arena names, within so many milliseconds. No answer beyond the arena. `measuresCpu`: with
   * the CPU time of each.
   */
  | { readonly type: "collect"; readonly milliseconds: number; readonly measuresCpu: boolean }
  /** Make collectors ready; answered by `Prepared`. */
  | { readonly type: "prepare"; readonly collectors: readonly number[] }
  /**
   * Make those of these collectors, which are all that the worker has, that other options change; answered by `Prepared`.
   * What runs goes on until `adopt`.
   */
  | { readonly type: "stage"; readonly options: CollectorOptions; readonly collectors: readonly number[] }
  /** Go on by these options, with what was staged for them, and with these collectors only. */
  | { readonly type: "adopt"; readonly options: CollectorOptions; readonly collectors: readonly number[] }
  /** Go on without what was staged. */
  | { readonly type: "dismiss" }
  /** Another worker runs these collectors from now on. */
  | { readonly type: "forget"; readonly collectors: readonly number[] }
  /** Take what only the start needed out of memory. */
  | { readonly type: "release" }
  /** End the processes that the worker has started: its thread ends next. */
  | { readonly type: "end" };

/** Answer to a task that makes collectors ready. */
export interface Prepared {
  readonly failures: readonly { readonly collector: string; readonly message: string }[];
}

/** What a worker sends to main beside its answers. */
export type WorkerMessage =
  | {
      readonly type: "log";
      /** Empty: the worker itself. */
      readonly collector: string;
      readonly level: LogLevel;
      readonly message: string;
      readonly attributes?: Readonly<Record<string, string | number>>;
    }
  /** All faults of a collector's host, when they have changed. */
  | { readonly type: "faults"; readonly collector: string; readonly faults: readonly Fault[] };
