import { counter, gauge } from "../../collectors/kit/family.ts";
import type { WebStats } from "../server/web.ts";
import { type OwnFamilies, total } from "./own-families.ts";

const connections = gauge("node_exporter_web_connections", "Connections open now.");
const configurationCurrent = gauge(
  "node_exporter_web_configuration_current",
  "Whether the web configuration in force is the one on the disk.",
);
const accepted = counter("node_exporter_web_connections_accepted_total", "Connections accepted.");
const rejected = counter(
  "node_exporter_web_connections_rejected_total",
  "Connections closed at once: too many, or not of an allowed network.",
);
const stalled = counter(
  "node_exporter_web_responses_stalled_total",
  "Responses cut because the client did not take them in time.",
);
const handshakesRefused = counter(
  "node_exporter_web_tls_handshakes_refused_total",
  "TLS handshakes that failed or whose client certificate was refused.",
);
const unauthorized = counter(
  "node_exporter_web_requests_unauthorized_total",
  "Requests without a right user name and password.",
);
const rateLimited = counter("node_exporter_web_requests_rate_limited_total", "Requests over the rate limit.");
const configurationFailures = counter(
  "node_exporter_web_configuration_failures_total",
  "Changes of the web configuration that could not be used.",
);

/** Figures of the listeners. */
export function webFamilies(stats: () => WebStats): OwnFamilies {
  return (emit) => {
    const figures = stats();
    emit(connections, figures.connections);
    emit(configurationCurrent, figures.configurationCurrent ? 1 : 0);
    emit(accepted, total(figures.accepted));
    emit(rejected, total(figures.rejected));
    emit(stalled, total(figures.stalled));
    emit(handshakesRefused, total(figures.handshakesRefused));
    emit(unauthorized, total(figures.unauthorized));
    emit(rateLimited, total(figures.rateLimited));
    emit(configurationFailures, total(figures.configurationFailures));
  };
}
