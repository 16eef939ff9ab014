import type { Fault } from "../../collectors/kit/define.ts";
import type { CollectionResult } from "../scrape/collection-result.ts";
import type {
  CountedEvent,
  Level,
  MetricsObserver,
  ObservedWorker,
  Observer,
  Phase,
  ScrapeOrigin,
  WebSummary,
} from "../self/observer.ts";
import { CollectorRecords } from "./collector-records.ts";
import { KnownFaults } from "./known-faults.ts";
import { Scrapers } from "./scrapers.ts";

/** What a phase of scrapes took, in seconds. */
export interface PhaseRecord {
  last: number;
  total: number;
  count: number;
}

/**
 * What the status page shows: kept as it is observed, in a bounded size, and looked at only when somebody asks. All that is
 * counted is handed on to the exporter's own metrics.
 */
export class StatusRecord implements Observer {
  readonly collectors: CollectorRecords;
  private readonly metrics: MetricsObserver;
  readonly scrapers = new Scrapers();
  readonly faults = new KnownFaults();
  readonly phases: Readonly<Record<Phase, PhaseRecord>> = {
    queue: nothing(),
    collect: nothing(),
    merge: nothing(),
    compress: nothing(),
  };
  readonly events = new Map<CountedEvent, number>();
  readonly levels = new Map<Level, number>();
  /** Scrapes by status code. */
  readonly answers = new Map<number, number>();
  workers: readonly ObservedWorker[] = [];
  web: WebSummary | undefined;
  /** When values were last collected, in milliseconds since the epoch; 0: never. */
  collectedAt = 0;
  /** Part of its time that the last collection took, from 0 to 1. */
  timeUsed = 0;

  /** `names`: the collectors by number. */
  constructor(names: readonly string[], metrics: MetricsObserver) {
    this.metrics = metrics;
    this.collectors = new CollectorRecords(names);
  }

  count(event: CountedEvent): void {
    this.events.set(event, (this.events.get(event) ?? 0) + 1);
    this.metrics.count(event);
  }

  set(level: Level, value: number): void {
    this.levels.set(level, value);
    this.metrics.set(level, value);
  }

  answered(code: number): void {
    this.answers.set(code, (this.answers.get(code) ?? 0) + 1);
    this.metrics.answered(code);
  }

  took(phase: Phase, seconds: number): void {
    add(this.phases[phase], seconds);
    this.metrics.took(phase, seconds);
  }

  collected(result: CollectionResult): void {
    add(this.phases.queue, result.waited);
    add(this.phases.collect, result.collected);
    this.collectedAt = Date.now();
    this.timeUsed = result.timeUsed;
    this.collectors.record(result);
    this.metrics.collected(result);
  }

  /** The numbers of the collectors that run from now on. */
  collectorsChanged(collectors: readonly number[]): void {
    this.collectors.use(collectors);
  }

  workersChanged(workers: readonly ObservedWorker[]): void {
    this.workers = workers;
    this.metrics.workersChanged(workers);
  }

  admitted(origin: ScrapeOrigin): void {
    this.scrapers.admitted(origin);
  }

  faulty(collector: string, faults: readonly Fault[]): void {
    this.faults.replace(collector, faults);
  }

  webConfigured(summary: WebSummary): void {
    this.web = summary;
  }
}

function add(record: PhaseRecord, seconds: number): void {
  record.last = seconds;
  record.total += seconds;
  record.count++;
}

function nothing(): PhaseRecord {
  return { last: 0, total: 0, count: 0 };
}
