import fc from "fast-check";
import { expect, test } from "vitest";
import { type Format, Merger, writeExposition } from "../../../src/main/exposition/merge.ts";
import type { Piece } from "../../../src/workers/protocol/section.ts";
import { piece } from "../scrape/pieces.ts";
import { samplesOf } from "../../support/samples.ts";

test("families come sorted by name, each with its header", () => {
  expect(written([piece("b", "b 1\n"), piece("a_total", "a_total 2\n", { type: "counter", help: "A\nb." })])).toBe(
    "# HELP a_total A\\nb.\n# TYPE a_total counter\na_total 2\n# HELP b b.\n# TYPE b gauge\nb 1\n",
  );
});

test("nothing gives nothing, or the end of an OpenMetrics text", () => {
  expect(written([])).toBe("");
  expect(written([], "openmetrics")).toBe("# EOF\n");
});

test("OpenMetrics has headers and bounds of its own", () => {
  const pieces = [
    piece("h", 'h_bucket{le="1"} 2\n', { type: "histogram", openMetrics: 'h_bucket{le="1.0"} 2\n' }),
    piece("a_total", "a_total 2\n", { type: "counter" }),
    piece("u", "u 2\n", { type: "untyped" }),
  ];
  expect(written(pieces, "openmetrics")).toBe(
    '# HELP a a_total.\n# TYPE a counter\na_total 2\n# HELP h h.\n# TYPE h histogram\nh_bucket{le="1.0"} 2\n' +
      "# HELP u u.\n# TYPE u unknown\nu 2\n# EOF\n",
  );
  expect(written(pieces)).toContain('h_bucket{le="1"} 2\n');
});

test("families that lie one behind the other come out as if each had its own memory", () => {
  const family = fc.record({
    type: fc.constantFrom("gauge" as const, "counter" as const, "histogram" as const),
    hasOwnText: fc.boolean(),
    isNext: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(family), fc.constantFrom<Format>("text", "openmetrics"), (families, format) => {
      const alone = families.map(({ type, hasOwnText }, i) => {
        const name = `n${String(i).padStart(3, "0")}_total`;
        return piece(name, `${name} ${i}\n`, hasOwnText ? { type, openMetrics: `${name} ${i}.0\n` } : { type });
      });
      const memory = Buffer.concat(alone.map(({ bytes, start, length }) => bytes.subarray(start, start + length)));
      let at = 0;
      const together = alone.map((each, i) => {
        const start = at;
        at += each.length;
        return families[i]?.isNext === true ? { ...each, bytes: memory, start } : each;
      });
      const written = (pieces: readonly Piece[]) => body({ pieces, conflicts: [] }, format);
      expect(written(together)).toBe(
        alone.map((each) => written([each]).replace("# EOF\n", "")).join("") + written([]),
      );
    }),
  );
});

test("name[] keeps families of exactly these names", () => {
  const merged = new Merger().merge([piece("a", "a 1\n"), piece("ab", "ab 1\n"), piece("b", "b 1\n")]);
  expect(body(merged, "text", new Set(["b", "ab", "c"]))).toBe(
    "# HELP ab ab.\n# TYPE ab gauge\nab 1\n# HELP b b.\n# TYPE b gauge\nb 1\n",
  );
  expect(body(merged, "text", new Set(["c"]))).toBe("");
  expect(body(merged, "openmetrics", new Set(["c"]))).toBe("# EOF\n");
});

test("one merger gives the right order whatever it merged before", () => {
  const family = fc.record({ name: fc.constantFrom("a", "b", "c", "Z", "aa", "é"), value: fc.nat() });
  const sources = fc.uniqueArray(family, { selector: ({ name }) => name });
  const merger = new Merger();
  fc.assert(
    fc.property(sources, (families) => {
      const pieces = families.map(({ name, value }) => piece(name, `${name} ${value}\n`));
      const sorted = families.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
      expect(samplesOf(body(merger.merge(pieces)))).toEqual(sorted.map(({ name, value }) => `${name} ${value}`));
    }),
  );
});

test("a scrape with the same families as the last takes the new values", () => {
  const merger = new Merger();
  for (const value of [1, 2]) {
    const merged = merger.merge([piece("b", `b ${value}\n`), piece("a", `a ${value}\n`)]);
    expect(samplesOf(body(merged))).toEqual([`a ${value}`, `b ${value}`]);
  }
});

test("families that lie side by side in their source are copied in their order, whatever lies between others", () => {
  const [c, a, d, b, z] = ["c", "a", "d", "b", "z"].map((name) => piece(name, `${name} 1\n`));
  const shared = Buffer.concat([a, b, c, d].flatMap((each) => (each === undefined ? [] : [wholeOf(each)])));
  const lengths = [a, b, c, d].map((each) => each?.length ?? 0);
  const pieces = [c, a, d, b].flatMap((each) => {
    if (each === undefined) return [];
    const place = [a, b, c, d].indexOf(each);
    const start = lengths.slice(0, place).reduce((sum, length) => sum + length, 0);
    return [{ ...each, bytes: shared, start }];
  });
  for (const some of [pieces, pieces.slice(1), [...pieces.slice(0, 3), ...(z === undefined ? [] : [z])]]) {
    const names = some.map(({ definition }) => definition.name).toSorted();
    expect(samplesOf(body(new Merger().merge(some)))).toEqual(names.map((name) => `${name} 1`));
  }
});

test("conflicts are found again at each scrape", () => {
  const merger = new Merger();
  const pieces = [piece("a", "a 1\n", { foreign: true }), piece("a", "a 2\n"), piece("b", "b 1\n")];
  for (let i = 0; i < 2; i++) {
    const merged = merger.merge(pieces);
    expect(samplesOf(body(merged))).toEqual(["a 2", "b 1"]);
    expect(merged.conflicts).toEqual([{ family: "a", problem: "{} came more than once", foreign: true }]);
  }
});

test.each(["histogram", "summary"] as const)("a name that samples of a %s have belongs to no other family", (type) => {
  const [sum, clash, after] = ["x_sum 1\n", "x_count 2\n", "y 3\n"];
  const cases = [
    { foreign: [false, true], left: [sum, after], lost: "x_count", problem: "clashes with the samples of x" },
    { foreign: [true, false], left: [clash, after], lost: "x", problem: "clashes with x_count" },
    { foreign: [false, false], left: [sum, after], lost: "x_count", problem: "clashes with the samples of x" },
  ];
  for (const { foreign, left, lost, problem } of cases) {
    const [isXForeign = false, isClashForeign = false] = foreign;
    const merger = new Merger();
    const pieces = [
      piece("x_count", clash, { foreign: isClashForeign }),
      piece("y", after),
      piece("x", sum, { type, foreign: isXForeign }),
    ];
    for (let i = 0; i < 2; i++) {
      const merged = merger.merge(pieces);
      expect(samplesOf(body(merged))).toEqual(left.map((line) => line.trimEnd()));
      expect(merged.conflicts).toEqual([{ family: lost, problem, foreign: foreign.includes(true) }]);
    }
  }
});

test("x_bucket is a name of its own beside a summary x, but not beside a histogram", () => {
  const names = (type: "histogram" | "summary") =>
    new Merger()
      .merge([piece("x", "x_count 1\n", { type }), piece("x_bucket", "x_bucket 1\n")])
      .pieces.map(({ definition }) => definition.name);
  expect([names("summary"), names("histogram")]).toEqual([["x", "x_bucket"], ["x"]]);
});

function wholeOf({ bytes, start, length }: Piece): Buffer {
  return bytes.subarray(start, start + length);
}

function written(pieces: readonly Piece[], format: Format = "text"): string {
  return body(new Merger().merge(pieces), format);
}

/** Checks on the way that the buffer is of exactly the size that was asked for. */
function body(merged: ReturnType<Merger["merge"]>, format: Format = "text", names?: ReadonlySet<string>): string {
  let asked = -1;
  const bytes = writeExposition(merged, format, names, (size) => Buffer.alloc((asked = size), "?"));
  expect(bytes).toHaveLength(asked);
  return bytes.toString();
}
