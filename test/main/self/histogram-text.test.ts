import fc from "fast-check";
import { createRequire } from "node:module";
import type { Registry as PromRegistry } from "prom-client";
import { expect, test } from "vitest";
import type { Piece } from "../../../src/workers/protocol/section.ts";
import { HistogramText } from "../../../src/main/self/histogram-text.ts";
import { Histogram } from "../../../src/main/self/prom-client.ts";

const Registry: typeof PromRegistry = createRequire(import.meta.url)("prom-client/lib/registry.js");

const NAME = "node_exporter_task_seconds";
const HELP = "Time of tasks.";
const BOUNDS = [0.0005, 0.25, 1.5];

test("is what prom-client itself would write, scrape after scrape", async () => {
  const registry = new Registry();
  const { histogram, text } = make(registry);
  for (const [task, seconds] of [
    ["a", 0.0005],
    ["b", 1.5],
    ["a", 0.001],
    ["c", 2],
    ["b", 99_999.5],
    ["b", 0],
  ] as const) {
    histogram.observe({ task }, seconds);
    expect(exposition(text.update())).toEqual((await registry.metrics()).trimEnd().split("\n"));
  }
});

test("is what prom-client itself would write for any observations in whole milliseconds", async () => {
  const observation = fc.tuple(fc.constantFrom("a", "b"), fc.integer({ min: 0, max: 3000 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(observation, { minLength: 1 }), { minLength: 1, maxLength: 5 }),
      async (scrapes) => {
        const registry = new Registry();
        const { histogram, text } = make(registry);
        histogram.observe({ task: "a" }, 0);
        histogram.observe({ task: "b" }, 0);
        for (const scrape of scrapes) {
          for (const [task, milliseconds] of scrape) histogram.observe({ task }, milliseconds / 1000);
          const expected = (await registry.metrics()).trimEnd().split("\n").map(roundedSum);
          expect(exposition(text.update())).toEqual(expected);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("is not there before the first observation, and nothing changes without another", () => {
  const { histogram, text } = make();
  expect(text.update()).toBeUndefined();
  histogram.observe({ task: "a" }, 1);
  const first = exposition(text.update());
  expect(exposition(text.update())).toEqual(first);
});

test("label values come in the order of the exposition, whichever was first, and are escaped", () => {
  const { histogram, text } = make();
  for (const task of ["queue", "collect", 'a"b\\c\nd']) histogram.observe({ task }, 1);
  const counts = exposition(text.update()).filter((line) => line.includes("_count"));
  expect(counts).toEqual([
    `${NAME}_count{task="a\\"b\\\\c\\nd"} 1`,
    `${NAME}_count{task="collect"} 1`,
    `${NAME}_count{task="queue"} 1`,
  ]);
});

test("sums are in whole microseconds", () => {
  const { histogram, text } = make();
  histogram.observe({ task: "a" }, 0.1);
  histogram.observe({ task: "a" }, 0.2);
  histogram.observe({ task: "a" }, 0.000_000_4);
  expect(exposition(text.update())).toContain(`${NAME}_sum{task="a"} 0.3`);
});

test("a whole bound is refused: OpenMetrics writes it in another way", () => {
  const histogram = new Histogram({ name: NAME, help: HELP, labelNames: ["task"], buckets: [0.5, 1], registers: [] });
  expect(() => new HistogramText(histogram, NAME, HELP, "task", [0.5, 1])).toThrow(`${NAME}: a whole bound`);
});

function make(registry?: PromRegistry): { histogram: Histogram<"task">; text: HistogramText } {
  const registers = registry === undefined ? [] : [registry];
  const histogram = new Histogram({ name: NAME, help: HELP, labelNames: ["task"], buckets: BOUNDS, registers });
  return { histogram, text: new HistogramText(histogram, NAME, HELP, "task", BOUNDS) };
}

/** Its lines; prom-client writes `le` first, which is as good. */
function exposition(piece: Piece | undefined): string[] {
  if (piece === undefined) return [];
  expect(piece.openMetrics).toBeUndefined();
  const text = piece.bytes.toString("utf8", piece.start, piece.start + piece.length);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/\{(task="[^"]*"),(le="[^"]*")\}/, "{$2,$1}"));
}

function roundedSum(line: string): string {
  const [name = "", value] = line.split(" ");
  return name.includes("_sum{") ? `${name} ${Number(Number(value).toFixed(6))}` : line;
}
