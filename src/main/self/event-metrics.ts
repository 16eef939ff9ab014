import { Counter, Gauge, Histogram } from "prom-client";
import type { Emit, RenderedFamily } from "../../collectors/kit/define.ts";
import { counter, type Family, gauge } from "../../collectors/kit/family.ts";
import { formatNumber, sixDecimals } from "../../collectors/text-format/number.ts";
import { compareBytewise } from "../../collectors/text-format/order.ts";
import { labelText, seriesText } from "../../collectors/text-format/series-text.ts";
import type { CountedEvent, Level, Phase } from "./observer.ts";

type Bare = Family<readonly []>;

const requests = counter("promhttp_metric_handler_requests_total", "Scrapes by status code of the response.", "code");
const errors = counter(
  "promhttp_metric_handler_errors_total",
  "Scrapes with errors while gathering (such as one series from two sources) or encoding.",
  "cause",
);
const timeouts = counter(
  "node_exporter_collector_timeouts_total",
  "Scrapes in which the collector was not ready in time; absent before the first.",
  "collector",
);

/** Families of the events; two of them are samples of `errors`. */
const EVENTS: Readonly<Record<Exclude<CountedEvent, "encoding failed" | "gathering failed">, Bare>> = {
  "collection started": counter("node_exporter_collections_total", "Collections started."),
  "connection accepted": counter("node_exporter_web_connections_accepted_total", "Connections accepted."),
  "connection rejected": counter(
    "node_exporter_web_connections_rejected_total",
    "Connections closed at once: too many, or from a network that is not allowed.",
  ),
  "handshake refused": counter(
    "node_exporter_web_tls_handshakes_refused_total",
    "TLS handshakes that failed or whose client certificate was refused.",
  ),
  "log line dropped": counter(
    "node_exporter_log_lines_dropped_total",
    "Log lines dropped because the reader of the log is too slow.",
  ),
  "request over the rate limit": counter(
    "node_exporter_web_requests_rate_limited_total",
    "Requests over the rate limit.",
  ),
  "request unauthorized": counter(
    "node_exporter_web_requests_unauthorized_total",
    "Requests without valid user name and password.",
  ),
  "response stalled": counter(
    "node_exporter_web_responses_stalled_total",
    "Responses aborted because the client did not read them in time.",
  ),
  "scrape coalesced": counter(
    "node_exporter_scrapes_coalesced_total",
    "Scrapes that joined the collection of another scrape.",
  ),
  "web configuration failed": counter(
    "node_exporter_web_configuration_failures_total",
    "Changes of the web configuration that could not be applied.",
  ),
  "worker replaced": counter("node_exporter_worker_restarts_total", "Workers that ended and were replaced."),
};

const LEVELS: Readonly<Record<Level, Bare>> = {
  connections: gauge("node_exporter_web_connections", "Connections open now."),
  "scrapes in flight": gauge("promhttp_metric_handler_requests_in_flight", "Scrapes being served now."),
  "web configuration current": gauge(
    "node_exporter_web_configuration_current",
    "1 while the web configuration in force is the one on disk, 0 otherwise.",
  ),
};

/** The parts of what prom-client's `get` resolves to that are used here. */
interface Snapshot {
  readonly values: readonly {
    readonly value: number;
    readonly labels: Readonly<Partial<Record<string, string | number>>>;
  }[];
}

interface Source {
  readonly metric: { get(): Promise<Snapshot> };
  readonly emit: (emit: Emit, snapshot: Snapshot) => void;
  snapshot: Snapshot;
}

const NOTHING: Snapshot = { values: [] };

/** Counts events in prom-client's counters and gauges, and shows their values at the last `read`. */
export class EventMetrics {
  private readonly sources: Source[] = [];
  private readonly requests = this.labelledCounter(requests);
  private readonly errors = this.labelledCounter(errors);
  private readonly timeouts = this.labelledCounter(timeouts);
  private readonly events = mapValues(EVENTS, (family) => this.add(family, new Counter(named(family))));
  private readonly levels = mapValues(LEVELS, (family) => this.add(family, new Gauge(named(family))));

  constructor() {
    for (const code of ["200", "500", "503"]) this.requests.inc({ code }, 0);
    for (const cause of ["encoding", "gathering"]) this.errors.inc({ cause }, 0);
    this.levels["web configuration current"].set(1);
  }

  count(event: CountedEvent): void {
    if (event === "encoding failed") this.errors.inc({ cause: "encoding" });
    else if (event === "gathering failed") this.errors.inc({ cause: "gathering" });
    else this.events[event].inc();
  }

  set(level: Level, value: number): void {
    this.levels[level].set(value);
  }

  answered(code: number): void {
    this.requests.inc({ code: String(code) });
  }

  timedOut(collector: string): void {
    this.timeouts.inc({ collector });
  }

  /** Asks prom-client for all values, which are there in a later turn of the event loop. */
  read(): void {
    for (const source of this.sources) {
      // Nothing here can be rejected: no metric collects by a function.
      void source.metric.get().then((snapshot) => (source.snapshot = snapshot));
    }
  }

  emit(emit: Emit): void {
    for (const source of this.sources) source.emit(emit, source.snapshot);
  }

  private labelledCounter<L extends string>(family: Family<readonly [L]>): Counter<L> {
    const [label] = family.labels;
    const metric = new Counter<L>({ ...named(family), labelNames: [label] });
    this.sources.push({
      metric,
      emit: (emit, { values }) => {
        for (const { value, labels } of values) emit(family, value, String(labels[label] ?? ""));
      },
      snapshot: NOTHING,
    });
    return metric;
  }

  private add<M extends Source["metric"]>(family: Bare, metric: M): M {
    this.sources.push({
      metric,
      emit: (emit, { values }) => {
        for (const { value } of values) emit(family, value);
      },
      snapshot: NOTHING,
    });
    return metric;
  }
}

/** Registered nowhere: the exposition is written here. */
function named({ name, help }: { readonly name: string; readonly help: string }) {
  return { name, help, registers: [] };
}

function mapValues<K extends string, V, R>(
  record: Readonly<Record<K, V>>,
  map: (value: V) => R,
): Readonly<Record<K, R>> {
  const entries = Object.entries(record) as [K, V][];
  return Object.fromEntries(entries.map(([key, value]) => [key, map(value)])) as Record<K, R>;
}

const PHASES = "node_exporter_scrape_phase_seconds";
const PHASES_HELP = "Time by phase: queue (until the collection starts), collect, merge, compress.";

/** None of them whole, since OpenMetrics would write those differently. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.5, 9.5];

type PhaseSnapshot = Awaited<ReturnType<Histogram<"phase" | "le">["get"]>>;
type Value = PhaseSnapshot["values"][number];

/** Where the time of scrapes goes: a histogram for each phase that there was. */
export class PhaseDurations {
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
