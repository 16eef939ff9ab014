import type { CollectionResult } from "../../src/main/scrape/collection-result.ts";
import type { Fault } from "../../src/collectors/kit/define.ts";
import type {
  CountedEvent,
  Level,
  ObservedWorker,
  Observer,
  Phase,
  ScrapeOrigin,
  WebSummary,
} from "../../src/main/self/observer.ts";

/** Keeps what it is told. */
export class RecordingObserver implements Observer {
  wantsCpu = false;
  readonly levels = new Map<Level, number>();
  readonly codes: number[] = [];
  readonly phases: Phase[] = [];
  readonly results: Pick<CollectionResult, "collectors" | "unfinished">[] = [];
  readonly origins: ScrapeOrigin[] = [];
  readonly faults = new Map<string, readonly Fault[]>();
  web: WebSummary | undefined;
  workers: readonly ObservedWorker[] = [];
  private readonly counts = new Map<CountedEvent, number>();

  counted(event: CountedEvent): number {
    return this.counts.get(event) ?? 0;
  }

  count(event: CountedEvent): void {
    this.counts.set(event, this.counted(event) + 1);
  }

  set(level: Level, value: number): void {
    this.levels.set(level, value);
  }

  answered(code: number): void {
    this.codes.push(code);
  }

  took(phase: Phase): void {
    this.phases.push(phase);
  }

  collected({ collectors, unfinished }: CollectionResult): void {
    this.results.push({ collectors, unfinished });
  }

  workersChanged(workers: readonly ObservedWorker[]): void {
    this.workers = workers;
  }

  admitted(origin: ScrapeOrigin): void {
    this.origins.push(origin);
  }

  faulty(collector: string, faults: readonly Fault[]): void {
    this.faults.set(collector, faults);
  }

  webConfigured(summary: WebSummary): void {
    this.web = summary;
  }
}
