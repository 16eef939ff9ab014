import { appendPieces, type Piece, SinkFinisher } from "../../workers/protocol/section.ts";
import { Sink } from "../../workers/render/sink.ts";
import type { Options } from "../options/options.ts";
import type { CollectionResult } from "../scrape/collection-result.ts";
import { buildInfoFamily } from "./build-info-family.ts";
import { CollectorCosts } from "./collector-costs.ts";
import { EventMetrics } from "./event-metrics.ts";
import { LastCollection } from "./last-collection.ts";
import { nodeFamilies } from "./node-families.ts";
import type { CountedEvent, Level, MetricsObserver, ObservedWorker, Phase } from "./observer.ts";
import type { OwnSource } from "./own-source.ts";
import { PhaseDurations } from "./phase-durations.ts";
import { processFamilies } from "./process-families.ts";
import { WorkerFamilies } from "./worker-families.ts";

/** Receives an error that occurred while the exporter's own metrics were read. */
export type ReadFailed = (error: unknown) => void;

/** How often at most what is expensive to read is read, in milliseconds: it matters only to those who scrape faster. */
const EXPENSIVE_INTERVAL = 1000;

/** The part of the command line that chooses among the metrics about the exporter. */
export type OwnMetricsOptions = Pick<Options["web"], "disableExporterMetrics" | "exporterMetrics">;

/** The metrics about the exporter: counts what it observes, and reads the rest while the workers collect. */
export class OwnMetrics implements MetricsObserver {
  private readonly events: EventMetrics;
  private readonly last: LastCollection;
  /** These keep nothing unless they are shown. */
  private readonly costs: CollectorCosts | undefined;
  private readonly phases: PhaseDurations | undefined;
  private readonly workers = new WorkerFamilies();
  /** Never changes. */
  private readonly info: readonly Piece[];
  private readonly early: Rendered;
  private readonly late: Rendered;
  private readonly failed: ReadFailed;
  private readonly pieces: Piece[] = [];
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
    this.last = new LastCollection(names);
    this.costs = chosen(new CollectorCosts(names));
    this.phases = chosen(new PhaseDurations());
    this.early = new Rendered([chosen(processFamilies()), chosen(nodeFamilies()), chosen(this.workers)]);
    this.late = new Rendered([chosen(this.last), chosen(this.events), this.costs, this.phases]);
    this.info = new Rendered([buildInfoFamily()]).render(true);
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
    this.phases?.observe(phase, seconds);
  }

  collected(result: CollectionResult): void {
    this.stale = "late";
    this.took("queue", result.waited);
    this.took("collect", result.collected);
    if (result.unfinished.length > 0) this.events.count("collection late");
    this.last.record(result);
    this.costs?.record(result);
  }

  /** The numbers of the collectors that run from now on. */
  collectorsChanged(collectors: readonly number[]): void {
    this.costs?.use(collectors);
  }

  workersChanged(workers: readonly ObservedWorker[]): void {
    this.workers.use(workers);
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

  private gather(): void {
    const now = performance.now();
    const isDue = now - this.expensiveAt >= EXPENSIVE_INTERVAL;
    if (isDue) this.expensiveAt = now;
    this.stale = "late";
    try {
      this.events.read();
      this.phases?.read(isDue);
      this.early.render(isDue);
    } catch (error) {
      this.failed(error);
    }
  }
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
