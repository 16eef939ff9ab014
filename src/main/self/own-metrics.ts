import type { Fault } from "../../collectors/kit/define.ts";
import { appendPieces, type Piece, SinkFinisher } from "../../workers/protocol/section.ts";
import { Sink } from "../../workers/render/sink.ts";
import type { Options } from "../options/options.ts";
import type { CollectionResult } from "../scrape/collection-result.ts";
import { buildInfoFamily } from "./build-info-family.ts";
import { CollectorCosts } from "./collector-costs.ts";
import { CollectorRecords } from "./collector-records.ts";
import { type Counts, EventMetrics } from "./event-metrics.ts";
import { KnownFaults } from "./known-faults.ts";
import { nodeFamilies } from "./node-families.ts";
import type { CountedEvent, Level, ObservedWorker, Observer, Phase, ScrapeOrigin, WebSummary } from "./observer.ts";
import type { OwnSource } from "./own-source.ts";
import { PhaseDurations } from "./phase-durations.ts";
import { processFamilies } from "./process-families.ts";
import { Scrapers } from "./scrapers.ts";
import { WorkerFamilies } from "./worker-families.ts";

/** Receives an error that occurred while the exporter's own metrics were read. */
type ReadFailed = (error: unknown) => void;

/** How often at most what is expensive to read is read, in milliseconds: it matters only to those who scrape faster. */
const EXPENSIVE_INTERVAL = 1000;

/** Who looks is taken to look again within this time, in milliseconds. */
const WATCHED_FOR = 300_000;

/** The part of the command line that chooses among the metrics about the exporter. */
export type OwnMetricsOptions = Pick<Options["web"], "disableExporterMetrics" | "exporterMetrics">;

/** What a phase of scrapes took, in seconds. */
export interface PhaseRecord {
  last: number;
  total: number;
  count: number;
}

/** So many scrapes at most are noted before `scrapers` takes them in: who scrapes is asked for by few. */
const NOTED = 64;

/**
 * What the exporter knows about itself. Keeps what it observes, in a bounded size, and reads the rest while the workers
 * collect. The metrics show a part of it, the status page another one, which is worked out when somebody asks.
 */
export class OwnMetrics implements Observer {
  /** How the collectors fare. */
  readonly collectors: CollectorRecords;
  readonly faults = new KnownFaults();
  readonly phases: Readonly<Record<Phase, PhaseRecord>> = {
    queue: nothing(),
    collect: nothing(),
    merge: nothing(),
    compress: nothing(),
  };
  /** The web configuration in force, once it was read. */
  web: WebSummary | undefined;
  private readonly events: EventMetrics;
  /** Keeps nothing unless it is shown. */
  private readonly durations: PhaseDurations | undefined;
  private readonly workerFamilies = new WorkerFamilies();
  private readonly known = new Scrapers();
  /** Scrapes that are not in `known` yet. */
  private readonly noted: { readonly origin: ScrapeOrigin; readonly at: number }[] = [];
  /** Never changes. */
  private readonly info: readonly Piece[];
  private readonly early: Rendered;
  private readonly late: Rendered;
  private readonly failed: ReadFailed;
  private readonly pieces: Piece[] = [];
  /** Whether CPU times of collectors are shown. */
  private readonly showsCpu: boolean;
  /** On the clock of `performance.now()`. */
  private watchedUntil = -Infinity;
  /** What has to be done again before `pieces` are those of the last collection. */
  private stale: "nothing" | "late" = "late";
  private expensiveAt = -Infinity;

  /** `names`: the collectors by number. Where all is disabled, `families` has the build information only. */
  constructor(names: readonly string[], options: OwnMetricsOptions, failed: ReadFailed) {
    const { disableExporterMetrics: isOff, exporterMetrics: set } = options;
    const chosen = <S extends OwnSource>(source: S): S | undefined =>
      isOff || (source.set === "full" && set !== "full") ? undefined : source;
    this.failed = failed;
    this.events = new EventMetrics(set);
    this.collectors = new CollectorRecords(names);
    this.durations = chosen(new PhaseDurations());
    const costs = chosen(new CollectorCosts(this.collectors));
    this.showsCpu = costs !== undefined;
    this.early = new Rendered([chosen(processFamilies()), chosen(nodeFamilies()), chosen(this.workerFamilies)]);
    this.late = new Rendered([chosen(this.collectors), chosen(this.events), costs, this.durations]);
    this.info = new Rendered([buildInfoFamily()]).render(true);
  }

  get wantsCpu(): boolean {
    return this.showsCpu || performance.now() < this.watchedUntil;
  }

  /** Somebody looks at what the metrics do not show. */
  watched(): void {
    this.watchedUntil = performance.now() + WATCHED_FOR;
  }

  count(event: CountedEvent): void {
    this.events.count(event);
    if (event === "collection started") this.gather();
  }

  set(level: Level, value: number): void {
    this.events.setLevel(level, value);
  }

  answered(code: number): void {
    this.events.answered(code);
  }

  took(phase: Phase, seconds: number): void {
    const record = this.phases[phase];
    record.last = seconds;
    record.total += seconds;
    record.count++;
    this.durations?.observe(phase, seconds);
  }

  collected(result: CollectionResult): void {
    this.stale = "late";
    this.collectors.record(result);
    if (!result.first) return;
    this.took("queue", result.waited);
    this.took("collect", result.collected);
    if (result.unfinished.length > 0) this.events.count("collection late");
  }

  workersChanged(workers: readonly ObservedWorker[]): void {
    this.workerFamilies.workers = workers;
  }

  admitted(origin: ScrapeOrigin): void {
    if (this.noted.push({ origin, at: Date.now() }) >= NOTED) this.takeIn();
  }

  faulty(collector: string, faults: readonly Fault[]): void {
    this.faults.replace(collector, faults);
  }

  webConfigured(summary: WebSummary): void {
    this.web = summary;
  }

  /** The workers that exist. */
  get workers(): readonly ObservedWorker[] {
    return this.workerFamilies.workers;
  }

  /** Who scrapes. */
  get scrapers(): Scrapers {
    this.takeIn();
    return this.known;
  }

  /** All that was counted by now. */
  counts(): Promise<Counts> {
    return this.events.counts();
  }

  /** The families as of the start of the last collection and the last result; valid until the next of either. */
  families(): readonly Piece[] {
    if (this.stale === "late") {
      let count = appendPieces(this.pieces, 0, this.info);
      count = appendPieces(this.pieces, count, this.early.pieces);
      this.pieces.length = appendPieces(this.pieces, count, this.late.render(false));
      this.stale = "nothing";
    }
    return this.pieces;
  }

  private takeIn(): void {
    for (const { origin, at } of this.noted.splice(0)) this.known.admitted(origin, at);
  }

  private gather(): void {
    const now = performance.now();
    const isDue = now - this.expensiveAt >= EXPENSIVE_INTERVAL;
    if (isDue) this.expensiveAt = now;
    this.stale = "late";
    try {
      this.events.read();
      this.durations?.read(isDue);
      this.early.render(isDue);
    } catch (error) {
      this.failed(error);
    }
  }
}

function nothing(): PhaseRecord {
  return { last: 0, total: 0, count: 0 };
}

/** Families that are rendered at the same moment. */
class Rendered {
  pieces: readonly Piece[] = [];
  private readonly sources: readonly OwnSource[];
  private readonly sink = new Sink();
  private readonly finisher = new SinkFinisher(this.sink);

  constructor(sources: readonly (OwnSource | undefined)[]) {
    this.sources = sources.filter((source) => source !== undefined);
  }

  /** Valid until the next call, and empty after an error. */
  render(isDue: boolean): readonly Piece[] {
    this.pieces = [];
    try {
      for (const source of this.sources) source.emit(this.sink.emit, isDue);
    } catch (error) {
      this.sink.discard();
      throw error;
    }
    return (this.pieces = this.finisher.finish());
  }
}
