import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { OwnMetrics } from "../../src/main/self/own-metrics.ts";
import { readPage } from "./pages.ts";

test("docs/reference/metrics.md lists every metric about the exporter, with its type", async () => {
  const page = readPage("docs/reference/metrics.md");
  const listed = [...page.matchAll(/^\| `([a-z_]+)(?:\{.*?\})?` \| (\w+) \|/gm)].map(
    ([, name, type]) => `${name} ${type}`,
  );
  const scrape = ["node_scrape_collector_duration_seconds gauge", "node_scrape_collector_success gauge"];
  expect(listed.toSorted()).toEqual([...(await exposed()), ...scrape].toSorted());
});

/** Names and types of all that the exporter tells about itself, with a collector that did not end in time. */
async function exposed(): Promise<string[]> {
  const own = new OwnMetrics(["uname"], true, (error) => {
    throw error;
  });
  own.workersChanged([{ gauges: new Float64Array(8) }]);
  own.count("collection started");
  own.collected({ collectors: [0], sections: [], unfinished: [0], first: true, waited: 0, collected: 0 });
  own.count("collection started");
  await nextTurn();
  return own.families().map(({ definition }) => `${definition.name} ${definition.type}`);
}
