import { Counter, Gauge } from "prom-client";
import type { Emit } from "../../collectors/kit/define.ts";
import { counter, type Family, gauge } from "../../collectors/kit/family.ts";
import type { CountedEvent, Level } from "./observer.ts";
import type { MetricSet, OwnSource } from "./own-source.ts";
import { ShownMetric } from "./shown-metric.ts";

type Bare = Family<readonly []>;

/** `collection late`: it was answered before all collectors were ready. */
type CountedHere = CountedEvent | "collection late";

const requests = counter("promhttp_metric_handler_requests_total", "Scrapes by status code of the response.", "code");
const errors = counter(
  "promhttp_metric_handler_errors_total",
  "Scrapes with errors while gathering (such as one series from two sources) or encoding.",
  "cause",
);

/** In the default set: families of the events that are not samples of `errors`. All of them are there from 0 on. */
const EVENTS = {
  "collection late": counter(
    "node_exporter_collection_timeouts_total",
    "Collections that were answered before all collectors were ready.",
  ),
  "collection started": counter("node_exporter_collections_total", "Collections started."),
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
} satisfies Partial<Record<CountedHere, Bare>>;

/** In the full set. */
const DETAILED_EVENTS = {
  "connection accepted": counter("node_exporter_web_connections_accepted_total", "Connections accepted."),
} satisfies Partial<Record<CountedHere, Bare>>;

/** In the default set. */
const LEVELS = {
  "certificate expiry": gauge(
    "node_exporter_web_certificate_expiry_timestamp_seconds",
    "When the first certificate of the server's chain expires, since the Unix epoch; absent without TLS.",
  ),
  "config reload success time": gauge(
    "node_exporter_config_last_reload_success_timestamp_seconds",
    "When the config files were last loaded without a fault, since the Unix epoch; absent without --config.file.",
  ),
  "config reload successful": gauge(
    "node_exporter_config_last_reload_successful",
    "1 if the last reload of the config files succeeded, 0 otherwise; absent without --config.file.",
  ),
  "scrapes in flight": gauge("promhttp_metric_handler_requests_in_flight", "Scrapes being served now."),
  "web configuration current": gauge(
    "node_exporter_web_configuration_current",
    "1 while the web configuration in force is the one on disk, 0 otherwise.",
  ),
} satisfies Partial<Record<Level, Bare>>;

/** In the full set. */
const DETAILED_LEVELS = {
  connections: gauge("node_exporter_web_connections", "Connections open now."),
} satisfies Partial<Record<Level, Bare>>;

/** Counts events in prom-client's counters and gauges, and shows their values at the last `read`. */
export class EventMetrics implements OwnSource {
  readonly set = "default";
  private readonly requests = new ShownMetric(requests, new Counter({ ...named(requests), labelNames: ["code"] }));
  private readonly errors = new ShownMetric(errors, new Counter({ ...named(errors), labelNames: ["cause"] }));
  private readonly events: ReadonlyMap<string, ShownMetric<Counter>>;
  private readonly levels: ReadonlyMap<string, ShownMetric<Gauge>>;
  private readonly all: readonly ShownMetric<Counter | Gauge>[];

  constructor(set: MetricSet) {
    const events = Object.entries(set === "full" ? { ...EVENTS, ...DETAILED_EVENTS } : EVENTS);
    this.events = new Map(
      events.map(([event, family]) => [event, new ShownMetric(family, new Counter(named(family)))]),
    );
    const levels = Object.entries(set === "full" ? { ...LEVELS, ...DETAILED_LEVELS } : LEVELS);
    this.levels = new Map(levels.map(([level, family]) => [level, new ShownMetric(family, new Gauge(named(family)))]));
    this.all = [this.requests, this.errors, ...this.events.values(), ...this.levels.values()];
    for (const code of ["200", "500", "503"]) this.requests.changing().inc({ code }, 0);
    for (const cause of ["encoding", "gathering"]) this.errors.changing().inc({ cause }, 0);
    for (const event of this.events.values()) event.changing().inc(0);
    for (const level of ["connections", "scrapes in flight"] as const) this.setLevel(level, 0);
    this.setLevel("web configuration current", 1);
  }

  count(event: CountedHere): void {
    if (event === "encoding failed") this.errors.changing().inc({ cause: "encoding" });
    else if (event === "gathering failed") this.errors.changing().inc({ cause: "gathering" });
    else this.events.get(event)?.changing().inc();
  }

  setLevel(level: Level, value: number): void {
    this.levels.get(level)?.changing().set(value);
  }

  answered(code: number): void {
    this.requests.changing().inc({ code: String(code) });
  }

  /** Asks prom-client for what has changed, which is there in a later turn of the event loop. */
  read(): void {
    for (const metric of this.all) metric.read();
  }

  emit(emit: Emit): void {
    for (const metric of this.all) metric.emit(emit);
  }
}

/** Registered nowhere: the exposition is written here. */
function named({ name, help }: { readonly name: string; readonly help: string }) {
  return { name, help, registers: [] };
}
