import { counter, gauge } from "../../collectors/kit/family.ts";
import { Sink } from "../../workers/render/sink.ts";
import type { Lane } from "../scrape/lane.ts";
import type { CollectionResult } from "../scrape/scheduler.ts";
import { appendPieces, type Piece, type Section, SinkFinisher } from "../../workers/protocol/section.ts";
import type { WebStats } from "../server/web.ts";
import { CollectorFigures } from "./collector-figures.ts";
import { countedBare, countedLabelled, makeCounter, makeGauge } from "./counted.ts";
import type { OwnFamilies } from "./own-families.ts";
import { type Phase, PhaseDurations } from "./phase-durations.ts";
import { NetworkFamilies } from "./network-families.ts";
import { processFamilies } from "./process-families.ts";
import { webFamilies } from "./web-families.ts";
import { workerFamilies } from "./worker-families.ts";

const requests = counter("promhttp_metric_handler_requests_total", "Answered scrapes by status code.", "code");
const inFlight = gauge("promhttp_metric_handler_requests_in_flight", "Scrapes being served.");
const errors = counter(
  "promhttp_metric_handler_errors_total",
  "Scrapes with faults while gathering or encoding.",
  "cause",
);
const coalesced = counter("node_exporter_scrapes_coalesced_total", "Scrapes that joined the collection of another.");
const collections = counter("node_exporter_collections_total", "Collections started.");
const timedOut = gauge(
  "node_exporter_collector_timed_out",
  "Whether a collector did not end in time in the last scrape.",
  "collector",
);
const timeouts = counter(
  "node_exporter_collector_timeouts_total",
  "Scrapes in which a collector did not end in time.",
  "collector",
);
const droppedLines = counter("node_exporter_log_lines_dropped_total", "Log lines dropped because nobody read them.");

/** Where a netstat collector reads the network namespace of this process. */
const REAL_PROCFS = "/proc";

/**
 * What the exporter tells about itself. Events are counted by prom-client, but their text is our own: prom-client's is
 * made anew at each scrape, ours is kept and only the digits that changed are rewritten.
 */
export class OwnMetrics {
  readonly requests = makeCounter(requests);
  readonly errors = makeCounter(errors);
  readonly coalesced = makeCounter(coalesced);
  readonly collections = makeCounter(collections);
  /** Scrapes being served. */
  inFlight = 0;

  private readonly sink = new Sink();
  private readonly finisher = new SinkFinisher(this.sink);
  private readonly phases = new PhaseDurations();
  private readonly timedOut = makeGauge(timedOut);
  private readonly timeouts = makeCounter(timeouts);
  private readonly names: readonly string[];
  private readonly figures: CollectorFigures;
  private readonly sources: OwnFamilies[];
  private readonly pieces: Piece[] = [];
  private readonly network: NetworkFamilies;
  private gathered: readonly Piece[] = [];
  private sections: readonly Section[] = [];
  /** `pieces` are those of the last `gather` and `record`. */
  private isComplete = true;
  private hadUnfinished = false;

  /** `names`: the enabled collectors, by number; `procfs`: where they read it. */
  constructor(names: readonly string[], procfs: string) {
    this.names = names;
    this.network = new NetworkFamilies(procfs === REAL_PROCFS ? names.indexOf("netstat") : -1);
    this.figures = new CollectorFigures(names);
    for (const code of ["200", "500", "503"]) this.requests.inc({ code }, 0);
    for (const cause of ["encoding", "gathering"]) this.errors.inc({ cause }, 0);
    this.sources = [
      countedLabelled(requests, this.requests),
      (emit) => emit(inFlight, this.inFlight),
      countedLabelled(errors, this.errors),
      countedBare(coalesced, this.coalesced),
      countedBare(collections, this.collections),
      countedLabelled(timedOut, this.timedOut),
      countedLabelled(timeouts, this.timeouts),
      processFamilies(),
    ];
  }

  /** Where to ask for the listeners' figures. */
  watchWeb(stats: () => WebStats): void {
    this.sources.push(webFamilies(stats));
  }

  /** Where to ask for the number of log lines dropped. */
  watchLog(dropped: () => number): void {
    this.sources.push((emit) => emit(droppedLines, dropped()));
  }

  /** Where to ask for the workers' figures. */
  watchWorkers(workers: () => readonly Lane[], restarts: () => number): void {
    this.sources.push(workerFamilies(workers, restarts));
  }

  observe(phase: Phase, seconds: number): void {
    this.phases.observe(phase, seconds);
  }

  /** Books a collection's result; once a collection. */
  record({ sections, unfinished, waited, collected }: CollectionResult): void {
    this.sections = sections;
    this.isComplete = false;
    this.observe("queue", waited);
    this.observe("collect", collected);
    for (const section of sections) this.figures.add(section);
    if (this.hadUnfinished) this.timedOut.reset();
    this.hadUnfinished = unfinished.length > 0;
    for (const number of unfinished) {
      const collector = this.names[number] ?? "";
      this.timedOut.set({ collector }, 1);
      this.timeouts.inc({ collector });
    }
  }

  /** Reads all figures but those that the collection gives; `families` gives them from then on. */
  gather(): void {
    this.gathered = [];
    this.isComplete = false;
    this.readSources();
    this.gathered = this.finisher.finish();
    this.sections = [];
  }

  /** The families as of the last `gather` and the last `record`; valid until the next. */
  families(): readonly Piece[] {
    if (!this.isComplete) this.complete();
    return this.pieces;
  }

  private complete(): void {
    const { pieces, gathered } = this;
    this.isComplete = true;
    let count = 0;
    if (gathered.length > 0) {
      count = appendPieces(pieces, count, gathered);
      count = appendPieces(pieces, count, this.network.update(this.sections));
      count = appendPieces(pieces, count, this.figures.update());
      const phases = this.phases.update();
      if (phases !== undefined) pieces[count++] = phases;
    }
    if (pieces.length > count) pieces.length = count;
  }

  private readSources(): void {
    const { sink } = this;
    try {
      for (const source of this.sources) source(sink.emit);
    } catch (error) {
      sink.discard();
      throw error;
    }
  }
}
