import { setTotal } from "./set-total.ts";
import { Counter, Gauge, type Registry } from "./prom-client.ts";
import type { WebStats } from "../web/web.ts";

/** Figures of the listeners; the function returned takes them over from `stats`. */
export function defineWeb(registry: Registry, stats: () => WebStats): () => void {
  const registers = [registry];
  const totals: [Counter, (current: WebStats) => number][] = [];
  const total = (name: string, help: string, value: (current: WebStats) => number): void => {
    totals.push([new Counter({ name: `node_exporter_web_${name}_total`, help, registers }), value]);
  };
  total("connections_accepted", "Connections accepted.", ({ accepted }) => accepted);
  total(
    "connections_rejected",
    "Connections closed at once: too many, or not of an allowed network.",
    ({ rejected }) => rejected,
  );
  total("responses_stalled", "Responses cut because the client did not take them in time.", ({ stalled }) => stalled);
  total(
    "tls_handshakes_refused",
    "TLS handshakes that failed or whose client certificate was refused.",
    (current) => current.handshakesRefused,
  );
  total(
    "requests_unauthorized",
    "Requests without a right user name and password.",
    ({ unauthorized }) => unauthorized,
  );
  total("requests_rate_limited", "Requests over the rate limit.", ({ rateLimited }) => rateLimited);
  total(
    "configuration_failures",
    "Changes of the web configuration that could not be used.",
    (current) => current.configurationFailures,
  );
  const current = new Gauge({
    name: "node_exporter_web_configuration_current",
    help: "Whether the web configuration in force is the one on the disk.",
    registers,
  });
  const connections = new Gauge({
    name: "node_exporter_web_connections",
    help: "Connections open now.",
    registers,
  });
  return () => {
    const figures = stats();
    connections.set(figures.connections);
    current.set(figures.configurationCurrent ? 1 : 0);
    for (const [counter, value] of totals) {
      setTotal(counter, value(figures));
    }
  };
}
