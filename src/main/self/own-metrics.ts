import { appendPieces, type Piece, SinkFinisher } from "../../workers/protocol/section.ts";
import { Sink } from "../../workers/render/sink.ts";
import type { CollectionResult } from "../scrape/collection-result.ts";
import { buildInfoFamily } from "./build-info-family.ts";
import { CollectorFamilies } from "./collector-families.ts";
import { EventMetrics, PhaseDurations } from "./event-metrics.ts";
import type { CountedEvent, Level, ObservedWorker, Observer, Phase } from "./observer.ts";
import type { OwnFamilies } from "./own-families.ts";
import { processFamilies } from "./process-families.ts";
import { WorkerFamilies } from "./worker-families.ts";

/** Receives an error that occurred while the exporter's own metrics were read. */
export type ReadFailed = (error: unknown) => void;

/** How often at most what is expensive to read is read, in milliseconds: it matters only to those who scrape faster. */
const EXPENSIVE_INTERVAL = 1000;

/** The metrics about the exporter: counts what it observes, and reads the rest while the workers collect. */
export class OwnMetrics implements Observer {
  private readonly names: readonly string[];
  private readonly events = new EventMetrics();
  private readonly phases = new PhaseDurations();
  private readonly collectors: CollectorFamilies;
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

  /** `names`: the enabled collectors, by number. With `isEnabled` false, `families` has the build information only. */
  constructor(names: readonly string[], isEnabled: boolean, failed: ReadFailed) {
    this.names = names;
    this.failed = failed;
    this.collectors = new CollectorFamilies(names);
    this.early = new Rendered(isEnabled ? [processFamilies(), this.workers.emit] : []);
    const late = [this.collectors, this.events, this.phases].map(
      (part): OwnFamilies =>
        (emit) =>
          part.emit(emit),
    );
    this.late = new Rendered(isEnabled ? late : []);
    this.info = new Rendered([buildInfoFamily()]).render(true);
  }

  count(event: CountedEvent): void {
    this.events.count(event);
    if (event === "collection started") this.gather();
  }

  set(level: Level, value: number): void {
    this.events.set(level, value);
  }

  answered(code: number): void {
    this.events.answered(code);
  }

  took(phase: Phase, seconds: number): void {
    this.phases.observe(phase, seconds);
  }

  collected(result: CollectionResult): void {
    this.stale = "late";
    this.took("queue", result.waited);
    this.took("collect", result.collected);
    this.collectors.record(result);
    for (const number of result.unfinished) this.events.timedOut(this.names[number] ?? "");
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
      this.phases.read(isDue);
      this.early.render(isDue);
    } catch (error) {
      this.failed(error);
    }
  }
}

/** Families that are rendered at the same moment. */
class Rendered {
  pieces: readonly Piece[] = [];
  private readonly sources: readonly OwnFamilies[];
  private readonly sink = new Sink();
  private readonly finisher = new SinkFinisher(this.sink);

  constructor(sources: readonly OwnFamilies[]) {
    this.sources = sources;
  }

  /** Valid until the next call, and empty after an error. */
  render(isDue: boolean): readonly Piece[] {
    this.pieces = [];
    try {
      for (const source of this.sources) source(this.sink.emit, isDue);
    } catch (error) {
      this.sink.discard();
      throw error;
    }
    return (this.pieces = this.finisher.finish());
  }
}
