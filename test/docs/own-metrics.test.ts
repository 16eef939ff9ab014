import { expect, test } from "vitest";
import { buildInfoPieces } from "../../src/main/self/build-info-family.ts";
import { OwnMetrics } from "../../src/main/self/own-metrics.ts";
import { readPage } from "./pages.ts";

test("docs/reference/metrics.md lists every metric about the exporter, with its type", () => {
  const page = readPage("docs/reference/metrics.md");
  const listed = [...page.matchAll(/^\| `([a-z_]+)(?:\{.*?\})?` \| (\w+) \|/gm)].map(
    ([, name, type]) => `${name} ${type}`,
  );
  const scrape = ["node_scrape_collector_duration_seconds gauge", "node_scrape_collector_success gauge"];
  expect(listed.toSorted()).toEqual([...exposed(), ...scrape].toSorted());
});

/** Names and types of all that the exporter tells about itself, with a collector that did not end in time. */
function exposed(): string[] {
  const own = new OwnMetrics(["uname"], "/proc");
  own.watchWeb(() => ({
    connections: 0,
    accepted: 0,
    rejected: 0,
    stalled: 0,
    handshakesRefused: 0,
    unauthorized: 0,
    rateLimited: 0,
    configurationCurrent: true,
    configurationFailures: 0,
  }));
  own.watchLog(() => 0);
  own.watchWorkers(
    () => [{ gauges: new Float64Array(8) } as never],
    () => 0,
  );
  own.record({ collectors: [0], sections: [], unfinished: [0], first: true, waited: 0, collected: 0 });
  own.gather();
  return [...own.families(), ...buildInfoPieces()].map(({ definition }) => `${definition.name} ${definition.type}`);
}
