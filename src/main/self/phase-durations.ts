import { Histogram } from "prom-client";
import type { Emit, RenderedFamily } from "../../collectors/kit/define.ts";
import { formatNumber, sixDecimals } from "../../collectors/text-format/number.ts";
import { compareBytewise } from "../../collectors/text-format/order.ts";
import { labelText, seriesText } from "../../collectors/text-format/series-text.ts";
import type { Phase } from "./observer.ts";
import type { OwnSource } from "./own-source.ts";

const PHASES = "node_exporter_scrape_phase_seconds";
const PHASES_HELP = "Time by phase: queue (until the collection starts), collect, merge, compress.";

/** None of them whole, since OpenMetrics would write those differently. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.5, 9.5];

type PhaseSnapshot = Awaited<ReturnType<Histogram<"phase" | "le">["get"]>>;
type Value = PhaseSnapshot["values"][number];

/** Where the time of scrapes goes: a histogram for each phase that there was. */
export class PhaseDurations implements OwnSource {
  readonly set = "full";
  private readonly histogram = new Histogram({
    name: PHASES,
    help: PHASES_HELP,
    labelNames: ["phase"] as const,
    buckets: BUCKETS,
    registers: [],
  });
  /** Bound to their labels: an object of labels for each observation would be garbage. */
  private readonly phases: Readonly<Record<Phase, { observe(seconds: number): void }>> = {
    queue: this.histogram.labels("queue"),
    collect: this.histogram.labels("collect"),
    merge: this.histogram.labels("merge"),
    compress: this.histogram.labels("compress"),
  };
  private hasObservations = false;
  private family: RenderedFamily | undefined;

  observe(phase: Phase, seconds: number): void {
    this.hasObservations = true;
    this.phases[phase].observe(seconds);
  }

  /** As `EventMetrics.read`; only where `isDue`, since a histogram is expensive to read. */
  read(isDue: boolean): void {
    if (!isDue || !this.hasObservations) return;
    void this.histogram.get().then((snapshot: PhaseSnapshot) => (this.family = render(snapshot.values)));
  }

  emit(emit: Emit): void {
    if (this.family !== undefined) emit.rendered(this.family);
  }
}

function render(values: readonly Value[]): RenderedFamily {
  const text = values.toSorted(byPhase).map(line).join("");
  return { name: PHASES, type: "histogram", help: PHASES_HELP, text, samples: values.length };
}

/** Stable, so that a phase's buckets stay in their order. */
function byPhase(a: Value, b: Value): number {
  return compareBytewise(String(a.labels.phase), String(b.labels.phase));
}

function line({ metricName = PHASES, labels: { phase, le }, value }: Value): string {
  const bound = typeof le === "number" ? formatNumber(le) : le;
  const labels = labelText(["phase", ...(bound === undefined ? [] : ["le"])], [String(phase), String(bound)]);
  return `${seriesText(metricName, labels)} ${formatNumber(sixDecimals(value))}\n`;
}
