import fc from "fast-check";
import { expect, test } from "vitest";
import type { RenderedFamily } from "../../../src/collectors/kit/define.ts";
import { counter, gauge } from "../../../src/collectors/kit/family.ts";
import { withinBudget } from "../../../src/workers/budget/series-budget.ts";
import { placesMemory } from "../../../src/workers/protocol/places.ts";
import { type SampleText, Sink } from "../../../src/workers/render/sink.ts";
import { samplesOf } from "../../support/samples.ts";

const a = gauge("a_bytes", "A.", "id");
const b = counter("b_total", "B.", "id");

/** A collector with a budget; `scrape` emits, and returns what is shown. */
function budgeted(own: number, { total = Infinity, places = placesMemory(2), number = 0 } = {}) {
  const sink = new Sink();
  const byCollector = own === Infinity ? {} : { test: own };
  const families = withinBudget(sink, "test", number, { most: { total, byCollector }, places });
  const scrape = (emit: (sink: Sink) => void) => {
    emit(sink);
    const texts: SampleText[] = [];
    families.finish((_, text) => texts.push(text));
    const text = texts.map(({ bytes, length }) => bytes.toString("utf8", 0, length)).join("");
    return { texts, text, shown: samplesOf(text), dropped: families.seriesDropped };
  };
  const values = (series: Readonly<Record<string, number>>) =>
    scrape(({ emit }) => {
      for (const [id, value] of Object.entries(series)) emit(a, value, id);
    });
  return { scrape, values };
}

const idsOf = (shown: readonly string[]) => shown.map((line) => /id="(\w+)"/.exec(line)?.[1]);

test("a collector without a budget keeps its sink, and one within its budget the sink's texts", () => {
  const sink = new Sink();
  expect(withinBudget(sink, "test", 0, undefined)).toBe(sink);
  const most = { total: Infinity, byCollector: { other: 1 } };
  expect(withinBudget(sink, "constructor", 0, { most, places: placesMemory(1) })).toBe(sink);
  const { texts, dropped } = budgeted(2).values({ x: 1, y: 2 });
  expect([texts[0]?.constructor.name, dropped]).toEqual(["FamilyText", 0]);
});

test("places are filled in the order of the exposition", () => {
  const { scrape } = budgeted(3);
  const { shown, dropped, text } = scrape(({ emit }) => {
    for (const id of ["2", "1"]) emit(b, 1, id);
    for (const id of ["4", "3"]) emit(a, 1, id);
  });
  expect([shown, dropped]).toEqual([['b_total{id="1"} 1', 'a_bytes{id="3"} 1', 'a_bytes{id="4"} 1'], 1]);
  expect(text).toContain("# TYPE b_total counter\n");
});

test("a series that is shown stays while others come and go, over a thousand scrapes", () => {
  const { values } = budgeted(10);
  const stable = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`m${i}`, i]));
  values(stable);
  for (let scrape = 0; scrape < 1000; scrape++) {
    const others = Object.fromEntries(Array.from({ length: scrape % 7 }, (_, i) => [`a${scrape % 5}x${i}`, scrape]));
    const { shown, dropped } = values({ ...others, ...stable, m3: scrape });
    expect(idsOf(shown)).toEqual(Object.keys(stable));
    expect([dropped, shown[3]]).toEqual([scrape % 7, `a_bytes{id="m3"} ${scrape}`]);
  }
});

test("whatever comes and goes, those that were shown stay, and no place is left free", () => {
  const sets = fc.array(fc.uniqueArray(fc.integer({ min: 10, max: 40 }), { maxLength: 12 }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), sets, (most, scrapes) => {
      const { values } = budgeted(most);
      let before: ReadonlySet<string | undefined> = new Set();
      for (const [time, ids] of scrapes.entries()) {
        const series = Object.fromEntries(ids.map((id) => [`s${id}`, time]));
        const { shown, dropped } = values(series);
        const now = new Set(idsOf(shown));
        expect([now.size, dropped]).toEqual([Math.min(most, ids.length), ids.length - now.size]);
        for (const id of before) if (id !== undefined && id in series) expect(now).toContain(id);
        for (const line of shown) expect(line).toMatch(new RegExp(` ${time}$`));
        before = now;
      }
    }),
  );
});

test("what has not changed is not cut again; another value of it is", () => {
  const { values } = budgeted(1);
  const [first] = values({ x: 1, y: 1 }).texts;
  const [same] = values({ x: 1, y: 1 }).texts;
  const [other] = values({ x: 2, y: 1 }).texts;
  expect(same).toBe(first);
  expect(other?.version).not.toBe(first?.version);
  // The sink's own versions are never below 0.
  expect(first?.version).toBeLessThan(0);
});

const histogram = (ids: readonly string[]): RenderedFamily => {
  const lines = (bound: string) =>
    ids.flatMap((id) => [
      `h_bucket{id="${id}",le="${bound}",z="le=\\",\\""} 1\n`,
      `h_bucket{id="${id}",le="+Inf",z="le=\\",\\""} 2\n`,
      `h_sum{id="${id}",z="le=\\",\\""} 3\n`,
      `h_count{id="${id}",z="le=\\",\\""} 2\n`,
    ]);
  const text = lines("1");
  return {
    name: "h",
    type: "histogram",
    help: "H.",
    text: text.join(""),
    samples: text.length,
    openMetrics: lines("1.0").join(""),
  };
};

test("a histogram is shown whole or not at all, also in OpenMetrics", () => {
  const { scrape } = budgeted(7);
  const first = scrape(({ emit }) => emit.rendered(histogram(["x", "y"])));
  expect([new Set(idsOf(first.shown)), first.shown.length, first.dropped]).toEqual([new Set(["x"]), 4, 4]);
  expect(first.texts[0]?.openMetrics?.toString().split("\n")[0]).toContain('le="1.0"');
  expect(samplesOf(first.texts[0]?.openMetrics?.toString() ?? "")).toHaveLength(4);
  const second = scrape(({ emit }) => emit.rendered(histogram(["a", "x"])));
  expect(new Set(idsOf(second.shown))).toEqual(new Set(["x"]));
  const third = scrape(({ emit }) => emit.rendered(histogram(["a"])));
  expect([new Set(idsOf(third.shown)), third.dropped]).toEqual([new Set(["a"]), 0]);
});

test("a summary without labels is one metric", () => {
  const { scrape } = budgeted(3);
  const text = 's{quantile="0.5"} 1\ns{quantile="0.9"} 2\ns_sum 3\ns_count 2\n';
  const family = { name: "s", type: "summary", help: "S.", text, samples: 4 } as const;
  const { shown, dropped } = scrape(({ emit }) => emit.rendered(family));
  expect([shown, dropped]).toEqual([[], 4]);
});

test("the total counts the series of all collectors, and what one gives back another takes", () => {
  const places = placesMemory(2);
  const one = budgeted(Infinity, { total: 5, places, number: 0 });
  const two = budgeted(Infinity, { total: 5, places, number: 1 });
  const four = { a: 1, b: 1, c: 1, d: 1 };
  expect([one.values(four).dropped, two.values(four).dropped]).toEqual([0, 3]);
  expect([one.values({ a: 1, b: 1 }).dropped, two.values(four).dropped]).toEqual([0, 1]);
  expect([one.values(four).dropped, two.values({}).dropped]).toEqual([2, 0]);
  expect(one.values(four).dropped).toBe(0);
});

test("a family that is gone gives its places to others", () => {
  const { scrape } = budgeted(2);
  scrape(({ emit }) => {
    emit(a, 1, "1");
    emit(b, 1, "1");
    emit(b, 1, "2");
  });
  const { shown } = scrape(({ emit }) => {
    emit(b, 1, "1");
    emit(b, 1, "2");
  });
  expect(shown).toHaveLength(2);
});
