import type { Skip } from "../parsers/skip.ts";
import type { CpuGroup } from "./cpu-group.ts";
import type { NoDataError } from "./errors.ts";
import type { DeclaredFamily, Family, LabelValues, MetricType, OpenFamily } from "./family.ts";
import type { Host } from "./host.ts";
import type { Source } from "./sources.ts";

/** One command-line flag of a collector; the key in `flags` is its full name without the dashes. */
export type FlagSpec =
  | {
      readonly type: "string";
      readonly default: string;
      readonly help: string;
      readonly hidden?: true;
      readonly env?: string;
      /** A regular expression. */
      readonly isPattern?: true;
      /** Flags whose value from a less important place (a file below a flag) does not count beside this one. */
      readonly displaces?: readonly string[];
      /** The flag that has taken the place of this one, which has an old name. */
      readonly newName?: string;
    }
  | { readonly type: "bool"; readonly default: boolean; readonly help: string; readonly hidden?: true }
  | { readonly type: "int"; readonly default: number; readonly help: string; readonly hidden?: true }
  /** A Go duration; the value arrives in seconds, the default is written as Go writes it (`5s`). */
  | { readonly type: "duration"; readonly default: string; readonly help: string; readonly hidden?: true }
  /** Repeatable: one value an occurrence. */
  | { readonly type: "strings"; readonly default: readonly string[]; readonly help: string; readonly hidden?: true };

export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** What the value of a flag arrives as. */
export type ValueOf<S extends FlagSpec> = S["type"] extends "bool"
  ? boolean
  : S["type"] extends "int" | "duration"
    ? number
    : S["type"] extends "strings"
      ? readonly string[]
      : string;

type FlagValues<F extends FlagSpecs> = { readonly [K in keyof F]: ValueOf<F[K]> };

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Something of the host that cannot be read at present, such as a mount that does not answer. */
export interface Fault {
  /** Path or name of what has the fault. */
  readonly subject: string;
  /** What is wrong, without content of the file. */
  readonly problem: string;
}

/** A part of a collector's work: all of it where `count` is 1. */
export interface Part {
  /** From 0 on. */
  readonly index: number;
  readonly count: number;
}

/** What a collector is made with, once a worker, or once for each of its parts. */
export interface CollectorContext<F extends FlagSpecs = FlagSpecs> {
  readonly host: Host;
  readonly flags: FlagValues<F>;
  /** True when the flag was on the command line, even with its default value. */
  given(flag: keyof F & string): boolean;
  /** Which CPUs are shown as one. */
  readonly cpuGroup: CpuGroup;
  /** State of another collector's switch. */
  isEnabled(collector: string): boolean;
  /** What this one is to do; all of it where the definition is not `divisible`. */
  readonly part: Part;
  readonly log: (level: LogLevel, message: string, attributes?: Readonly<Record<string, string | number>>) => void;
  /** Reports a record that this update leaves out. What `host` leaves out of its files is reported already. */
  readonly skip: Skip;
  /** Reports all of the host that this update found faulty; an empty list where all is well. */
  readonly faults: (faults: readonly Fault[]) => void;
  /**
   * The definition's `stateBytes` of memory, zeroed at start, or with groups of CPUs memory for its `groupCounters`: a
   * replaced worker gets the same.
   */
  readonly state: SharedArrayBuffer;
}

/** A family with its samples already in text form, in order, without HELP and TYPE lines. */
export interface RenderedFamily {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly text: string;
  readonly samples: number;
  /** The samples for OpenMetrics where they differ (`le` and `quantile` values). */
  readonly openMetrics?: string;
}

/** Takes the samples of one collector's update. Values are stored at once; nothing is kept of the arguments but strings. */
export interface Emit {
  <const L extends readonly string[]>(family: Family<L>, value: number, ...labels: LabelValues<L>): void;
  /** A sample with label names of its own; both lists have the same length. */
  pairs(family: OpenFamily, value: number, names: readonly string[], values: readonly string[]): void;
  /** A whole family at once; at most one call a name and update. */
  rendered(family: RenderedFamily): void;
}

/** What an update knows about the scrape it belongs to: all updates of a worker in one scrape get the same object. */
export interface Scrape {
  /** When the answer has to be ready, on the clock of `performance.now()`. */
  readonly deadline: number;
}

/**
 * Reads the kernel and emits samples. Throws NoDataError, ParseError or the error of a system call;
 * what was emitted before stays. Returns a promise only where no synchronous call exists (D-Bus, HTTP, the mount probe).
 * A NoDataError is returned rather than thrown where that is the usual case on some hosts: V8 never compiles a function
 * that ends by throwing each time.
 */
export type Update = (emit: Emit, scrape: Scrape) => NoDataError | void | Promise<void>;

export interface CollectorDefinition<F extends FlagSpecs = FlagSpecs> {
  readonly name: string;
  /** One line for --help and the README. */
  readonly summary: string;
  readonly enabledByDefault: boolean;
  /** Why it should not be used any more, with what to use instead; warned of once at start. */
  readonly deprecated?: string;
  /** All that updates emit: families by reference, and a pattern where the kernel has part of the name. */
  readonly families: readonly DeclaredFamily[];
  /** All that is read or asked. */
  readonly sources: readonly Source[];
  /** Runs before all others, because the exporter's own work would change what it reads. */
  readonly runsFirst?: true;
  /**
   * Users bring families beyond those declared, which lose against those of any collector; where one does, `fault` (without
   * labels) is 1.
   */
  readonly bringsFamilies?: { readonly fault: Family<readonly []> };
  /**
   * Several workers may each do a part of an update (`context.part`). Samples of the same series are added up, so what
   * cannot be divided belongs to the first part. Only gauges. A part that cannot read any of its own records leaves them
   * out and emits sums of 0: where that is so in all parts, the collector has failed.
   */
  readonly divisible?: true;
  /** Bytes of memory that outlives a worker, for state that must never be lost, such as counters that may not run backwards. */
  readonly stateBytes?: number;
  /** Tables that `GroupCounters` sum up where CPUs are shown in groups: the number of counters of each. */
  readonly groupCounters?: readonly number[];
  readonly flags: F;
  create(context: CollectorContext<F>): Update;
}

/** What the command line, main and the documentation know of a collector without loading it. */
export interface CollectorMetadata extends Pick<
  CollectorDefinition,
  | "name"
  | "summary"
  | "enabledByDefault"
  | "deprecated"
  | "flags"
  | "runsFirst"
  | "divisible"
  | "stateBytes"
  | "groupCounters"
> {
  readonly bringsFamilies?: { readonly fault: string };
}

/** What a collector shows and where it has it from. Families are names, and patterns with one `*`. */
export interface CollectorFacts {
  readonly families: readonly string[];
  readonly sources: readonly Source<string>[];
}

export function defineCollector<const F extends FlagSpecs>(definition: CollectorDefinition<F>): CollectorDefinition<F> {
  return definition;
}
