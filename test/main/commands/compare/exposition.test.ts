import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Exposition,
  ExpositionError,
  ExpositionReader,
  splitSeries,
} from "../../../../src/main/commands/compare/exposition.ts";

function read(...pieces: readonly string[]): Exposition {
  const reader = new ExpositionReader();
  for (const piece of pieces) reader.push(piece);
  return reader.finish();
}

function series(exposition: Exposition): Record<string, number> {
  const families = [...exposition.values()];
  return Object.assign({}, ...families.map((family) => Object.fromEntries(family.series)));
}

describe("reads", () => {
  test("types, labels and values", () => {
    const exposition = read(
      "# HELP node_a Help.\n# TYPE node_a counter\nnode_a 1\n",
      '# TYPE node_b gauge\nnode_b{cpu="0",mode="a b"} 2.5e-3\nnode_b{cpu="1"} -Inf\nnode_c NaN 1700000000000\n',
    );
    expect([...exposition].map(([name, { type }]) => [name, type])).toEqual([
      ["node_a", "counter"],
      ["node_b", "gauge"],
      ["node_c", "untyped"],
    ]);
    expect([...(exposition.get("node_b")?.labelNames ?? [])]).toEqual(["cpu", "mode"]);
    expect(series(exposition)).toEqual({
      node_a: 1,
      'node_b{cpu="0",mode="a b"}': 0.0025,
      'node_b{cpu="1"}': -Infinity,
      node_c: NaN,
    });
  });

  test("the parts of histograms and summaries as one family", () => {
    const exposition = read(
      '# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 2\nh_sum 3\nh_count 2\n# TYPE s summary\ns{quantile="0.5"} 1\ns_sum 1\ns_count 1\n',
      "# TYPE g gauge\ng 1\ng_count 1\n",
    );
    expect([...exposition.keys()]).toEqual(["h", "s", "g", "g_count"]);
    expect(exposition.get("h")?.series.size).toBe(4);
    expect(exposition.get("s")?.series.size).toBe(3);
  });

  test("labels in any order and spacing as the same series", () => {
    const [one, two] = [read('a{x="1",b="\\"}\\n"} 1\n'), read('a{ b = "\\"}\\n" , x="1", } 1\n')];
    expect(series(one)).toEqual(series(two));
    expect(Object.keys(series(one))).toEqual(['a{b="\\"}\\n",x="1"}']);
  });

  test("a type without samples as nothing", () => {
    expect(read("# TYPE a gauge\n# just a comment\n\n").size).toBe(0);
  });

  test("a text cut anywhere like the whole text", () => {
    const text = '# TYPE node_b gauge\nnode_b{cpu="ä€😀"} 1\n# TYPE node_c counter\nnode_c{a="b"} 22\n';
    fc.assert(
      fc.property(fc.nat({ max: text.length }), fc.nat({ max: text.length }), (a, b) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        const cut = read(text.slice(0, first), text.slice(first, second), text.slice(second));
        expect(series(cut)).toEqual(series(read(text)));
      }),
    );
  });
});

describe("refuses", () => {
  test.each([
    ["a page", "<html>\n", "line 1: no metric name"],
    ["an unknown type", "# TYPE a thing\n", 'line 1: unknown type "thing"'],
    ["a value that is none", "a 1\na 0x10\n", 'line 2: "0x10" is not a value'],
    ["no value", "a\n", 'line 1: "" is not a value'],
    ["open labels", 'a{b="c" 1\n', "line 1: labels that cannot be read"],
    ["labels without a comma", 'a{b="c"d="e"} 1\n', "line 1: labels that cannot be read"],
    ["a text that is cut", "a 1\nb 1", "line 2: the text ends within a line"],
  ])("%s", (_, text, message) => {
    expect(() => read(text)).toThrow(new ExpositionError(message));
  });

  test("garbage, and ends", () => {
    const damaged = fc.array(fc.constantFrom("a", "{", "}", '"', "=", ",", " ", "1", "\n", "\\", "# TYPE a gauge\n"));
    fc.assert(
      fc.property(damaged, (parts) => {
        try {
          read(parts.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(ExpositionError);
        }
      }),
    );
  });
});

test("splits a series into its name and labels", () => {
  const { name, labels } = splitSeries('a{b="c,}\\"",d=""}');
  expect([name, ...labels]).toEqual(["a", ["b", '"c,}\\""'], ["d", '""']]);
  expect(splitSeries("a").labels.size).toBe(0);
});
