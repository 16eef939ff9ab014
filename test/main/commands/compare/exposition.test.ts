import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TextFormatError } from "../../../../src/collectors/text-format/lexer.ts";
import { type Exposition, readExposition } from "../../../../src/main/commands/compare/exposition.ts";
import { damaged } from "../../../support/garbage.ts";

function read(...pieces: readonly string[]): Exposition {
  return readExposition(Buffer.from(pieces.join("")));
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
    expect([...(exposition.get("h")?.labelNames ?? [])]).toEqual(["le"]);
    expect(series(exposition)).toMatchObject({
      'h_bucket{le="+Inf"}': 2,
      h_sum: 3,
      's{quantile="0.5"}': 1,
      s_count: 1,
    });
  });

  test("labels in any order and spacing as the same series", () => {
    const [one, two] = [read('a{x="1",b="\\"}\\n"} 1\n'), read('a{ b = "\\"}\\n" , x="1", } 1\n')];
    expect(series(one)).toEqual(series(two));
    expect(Object.keys(series(one))).toEqual(['a{b="\\"}\\n",x="1"}']);
  });

  test("a type without samples as nothing", () => {
    expect(read("# TYPE a gauge\n# just a comment\n\n").size).toBe(0);
  });

  test("an empty label as none", () => {
    const exposition = read('a{x="",y="1"} 1\na{x="1"} 2\n');
    expect(series(exposition)).toEqual({ 'a{y="1"}': 1, 'a{x="1"}': 2 });
    expect([...(exposition.get("a")?.labelNames ?? [])]).toEqual(["x", "y"]);
  });
});

describe("refuses", () => {
  test.each([
    ["a page", "<html>\n", "line 1: invalid metric name"],
    ["an unknown type", "# TYPE a thing\n", 'line 1: unknown metric type "thing"'],
    ["a value that is none", "a 1\na 0x10\n", 'line 2: expected a number as value, got "0x10"'],
    ["open labels", 'a{b="c" 1\n', "line 1: expected ',' or '}' after label b"],
    ["a text that is cut", "a 1\nb 1", "line 2: the file ends within a line"],
  ])("%s", (_, text, message) => {
    expect(() => read(text)).toThrow(TextFormatError);
    expect(() => read(text)).toThrow(message);
  });

  test("garbage, and ends", () => {
    const text = '# TYPE h histogram\nh_bucket{x="1",le="1"} 1 5\nh_sum{x="1"} 1\n# TYPE a gauge\na{b="\\n"} 1\n';
    fc.assert(
      fc.property(damaged(Buffer.from(text)), (bytes) => {
        try {
          readExposition(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(TextFormatError);
        }
      }),
    );
  });
});
