import type { Piece } from "../../workers/protocol/section.ts";
import { HistogramText } from "./histogram-text.ts";
import { Histogram } from "./prom-client.ts";

export type Phase = "queue" | "collect" | "merge" | "compress";

const NAME = "node_exporter_scrape_phase_seconds";
const HELP = "Where a scrape's time goes.";
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.5, 9.5];

/** Where the time of scrapes goes: a histogram for each phase that there was. */
export class PhaseDurations {
  private readonly text: HistogramText;
  /** Bound to their labels: an object of labels for each observation would be garbage. */
  private readonly phases: Readonly<Record<Phase, { observe(seconds: number): void }>>;

  constructor() {
    const histogram = new Histogram({
      name: NAME,
      help: HELP,
      labelNames: ["phase"],
      buckets: BUCKETS,
      registers: [],
    });
    this.text = new HistogramText(histogram, NAME, HELP, "phase", BUCKETS);
    this.phases = {
      queue: histogram.labels("queue"),
      collect: histogram.labels("collect"),
      merge: histogram.labels("merge"),
      compress: histogram.labels("compress"),
    };
  }

  observe(phase: Phase, seconds: number): void {
    this.phases[phase].observe(seconds);
  }

  /** The family, valid until the next call; undefined before the first observation. */
  update(): Piece | undefined {
    return this.text.update();
  }
}
