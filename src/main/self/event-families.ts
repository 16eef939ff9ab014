import { counter, type Family, gauge } from "../../collectors/kit/family.ts";
import type { CountedEvent, Level } from "./observer.ts";

/** Without labels. */
type Bare = Family<readonly []>;

/** `collection late`: it was answered before all collectors were ready. */
export type CountedHere = CountedEvent | "collection late";

export const requests = counter(
  "promhttp_metric_handler_requests_total",
  "Scrapes by status code of the response.",
  "code",
);
export const errors = counter(
  "promhttp_metric_handler_errors_total",
  "Scrapes with errors while gathering (such as one series from two sources) or encoding.",
  "cause",
);

/** Of the events that are not samples of `errors`. All of them are there from 0 on. */
export const EVENTS: Readonly<Partial<Record<CountedHere, Bare>>> = {
  "collection late": counter(
    "node_exporter_collection_timeouts_total",
    "Collections that were answered before all collectors were ready.",
  ),
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

export const LEVELS: Readonly<Record<Level, Bare>> = {
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
  connections: gauge("node_exporter_web_connections", "Connections open now."),
  "scrapes in flight": gauge("promhttp_metric_handler_requests_in_flight", "Scrapes being served now."),
  "web configuration current": gauge(
    "node_exporter_web_configuration_current",
    "1 while the web configuration in force is the one on disk, apart from what needs a restart, 0 otherwise.",
  ),
};

/** In the full set only. */
export const DETAILED: ReadonlySet<CountedHere | Level> = new Set(["connection accepted", "connections"]);
