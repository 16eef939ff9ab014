import { Counter, Gauge } from "prom-client";
import type { Emit } from "../../collectors/kit/define.ts";
import type { Family } from "../../collectors/kit/family.ts";
import { type CountedHere, DETAILED, errors, EVENTS, LEVELS, requests } from "./event-families.ts";
import type { Level } from "./observer.ts";
import type { MetricSet, OwnSource } from "./own-source.ts";

/** The parts of what prom-client's `get` resolves to that are used here. */
interface Snapshot {
  readonly values: readonly {
    readonly value: number;
    readonly labels: Readonly<Partial<Record<string, string | number>>>;
  }[];
}

/** A counter or gauge, and what it was at the last `read`: nothing before its first change. */
interface Counted<M extends { get(): Promise<Snapshot> }, L extends readonly string[]> {
  readonly family: Family<L>;
  readonly metric: M;
  snapshot: Snapshot;
}

/** Has one label. */
type Labelled = Counted<Counter, readonly [string]>;

/** Has none. */
type Bare<M extends Counter | Gauge> = Counted<M, readonly []>;

/** All that was counted by now. */
export interface Counts {
  readonly events: ReadonlyMap<CountedHere, number>;
  /** Those that were ever set. */
  readonly levels: ReadonlyMap<Level, number>;
  /** Scrapes by status code. */
  readonly answers: ReadonlyMap<number, number>;
}

const NOTHING: Snapshot = { values: [] };

/** Counts events in prom-client's counters and gauges, and shows their values at the last `read`. */
export class EventMetrics implements OwnSource {
  readonly set = "default";
  private readonly requests = labelled(requests);
  private readonly errors = labelled(errors);
  private readonly events = byName<CountedHere, Counter>(EVENTS, Counter);
  private readonly levels = byName<Level, Gauge>(LEVELS, Gauge);
  /** Those of the chosen set. */
  private readonly bare: readonly Bare<Counter | Gauge>[];
  /** Changed since the last `read`. */
  private readonly changed = new Set<Counted<Counter | Gauge, readonly string[]>>();

  constructor(set: MetricSet) {
    const isShown = ([name]: readonly [CountedHere | Level, unknown]): boolean => set === "full" || !DETAILED.has(name);
    this.bare = [...this.events, ...this.levels].filter(isShown).map(([, counted]) => counted);
    for (const code of ["200", "500", "503"]) this.changing(this.requests).inc({ code }, 0);
    for (const cause of ["encoding", "gathering"]) this.changing(this.errors).inc({ cause }, 0);
    for (const event of this.events.values()) this.changing(event).inc(0);
    for (const level of ["connections", "scrapes in flight"] as const) this.setLevel(level, 0);
    this.setLevel("web configuration current", 1);
  }

  count(event: CountedHere): void {
    if (event === "encoding failed") this.changing(this.errors).inc({ cause: "encoding" });
    else if (event === "gathering failed") this.changing(this.errors).inc({ cause: "gathering" });
    else {
      const counter = this.events.get(event);
      if (counter !== undefined) this.changing(counter).inc();
    }
  }

  setLevel(level: Level, value: number): void {
    const gauge = this.levels.get(level);
    if (gauge !== undefined) this.changing(gauge).set(value);
  }

  answered(code: number): void {
    this.changing(this.requests).inc({ code: String(code) });
  }

  /** Asks prom-client for what has changed, which is there in a later turn of the event loop. */
  read(): void {
    // Nothing here can be rejected: no metric collects by a function.
    for (const each of this.changed) void each.metric.get().then((snapshot) => (each.snapshot = snapshot));
    this.changed.clear();
  }

  emit(emit: Emit): void {
    for (const { family, snapshot } of [this.requests, this.errors])
      for (const { value, labels } of snapshot.values) emit(family, value, String(labels[family.labels[0]] ?? ""));
    for (const { family, snapshot } of this.bare) for (const { value } of snapshot.values) emit(family, value);
  }

  /** For who asks now and then: what was counted until this moment. */
  async counts(): Promise<Counts> {
    const levels = [...this.levels].filter(([, level]) => this.changed.has(level) || level.snapshot !== NOTHING);
    const { values } = await this.requests.metric.get();
    return {
      events: await valuesOf(this.events),
      levels: await valuesOf(levels),
      answers: new Map(values.map(({ value, labels }) => [Number(labels["code"]), value])),
    };
  }

  /** The metric, which the caller is about to change. */
  private changing<M extends Counter | Gauge>(counted: Counted<M, readonly string[]>): M {
    this.changed.add(counted);
    return counted.metric;
  }
}

/** A metric for each family. */
function byName<N extends string, M extends Counter | Gauge>(
  families: Readonly<Partial<Record<N, Family<readonly []>>>>,
  Metric: new (options: ReturnType<typeof named>) => M,
): ReadonlyMap<N, Bare<M>> {
  const entries = Object.entries<Family<readonly []>>(families as Record<N, Family<readonly []>>);
  return new Map(entries.map(([name, family]) => [name as N, counted(family, new Metric(named(family)))]));
}

function labelled(family: Family<readonly [string]>): Labelled {
  return counted(family, new Counter({ ...named(family), labelNames: [...family.labels] }));
}

function counted<M extends Counter | Gauge, L extends readonly string[]>(family: Family<L>, metric: M): Counted<M, L> {
  return { family, metric, snapshot: NOTHING };
}

/** Registered nowhere: the exposition is written here. */
function named({ name, help }: { readonly name: string; readonly help: string }) {
  return { name, help, registers: [] };
}

async function valuesOf<N>(metrics: Iterable<readonly [N, Bare<Counter | Gauge>]>): Promise<ReadonlyMap<N, number>> {
  const values = Array.from(metrics, async ([name, { metric }]): Promise<[N, number]> => {
    const { values } = await metric.get();
    return [name, values[0]?.value ?? 0];
  });
  return new Map(await Promise.all(values));
}
