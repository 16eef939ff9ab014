import { expect, test } from "vitest";
import {
  agreeingSources,
  haveSampleClash,
  type Header,
  removeSampleClashes,
  sortSeries,
} from "../../../src/collectors/text-format/conflicts.ts";
import { readSampleLines } from "../../../src/collectors/text-format/sample-lines.ts";

interface Source extends Header {
  readonly id: number;
}

/** The ids of the sources that agree, and of the others with what and with whom they disagree. */
function agree(...headers: readonly (readonly [type: Header["type"], help?: string])[]) {
  const leftOut: [number, string, number][] = [];
  const sources = headers.map(([type, help], id): Source => ({ type, help, id }));
  const kept = agreeingSources(
    sources,
    (source) => source,
    (source, about, decider) => leftOut.push([source.id, about, decider.id]),
  );
  return { kept: kept.map(({ id }) => id), leftOut };
}

test("the first source decides on the type", () => {
  expect(agree(["gauge"], ["counter"], ["gauge"])).toEqual({ kept: [0, 2], leftOut: [[1, "type", 0]] });
});

test("the first source with a HELP text decides on that, unless its type is another", () => {
  expect(
    agree(["gauge"], ["counter", "a"], ["gauge", "b"], ["gauge"], ["gauge", "a"], ["gauge", "b"], ["gauge", "c"]),
  ).toEqual({
    kept: [0, 2, 3, 5],
    leftOut: [
      [1, "type", 0],
      [4, "help", 2],
      [6, "help", 2],
    ],
  });
});

test("of equal labels the first stay; fewer labels come first, then values are compared, at last names", () => {
  const lines = ['a{b="2"} 1', 'a{b="10"} 2', 'a{b="1",c="1"} 3', 'a{c="2"} 4', "a 5", 'a{b="2"} 6', "a 7"];
  const twice: string[] = [];
  const kept = sortSeries(readSampleLines(Buffer.from(`${lines.join("\n")}\n`), "x"), (other, first) =>
    twice.push(`${other.text}${first.text}`),
  );
  expect(kept.map(({ text }) => text.trimEnd())).toEqual([
    "a 5",
    'a{b="10"} 2',
    'a{b="2"} 1',
    'a{c="2"} 4',
    'a{b="1",c="1"} 3',
  ]);
  expect(twice).toEqual(["a 7\na 5\n", 'a{b="2"} 6\na{b="2"} 1\n']);
});

test.each([
  [{ h: "histogram", h_bucket: "gauge", h_sum: "gauge", h_count: "gauge" }, ["h"]],
  [{ s: "summary", s_bucket: "gauge", s_count: "gauge" }, ["s", "s_bucket"]],
  [{ g: "gauge", g_sum: "gauge" }, ["g", "g_sum"]],
  [{ h_sum: "summary", h: "histogram", h_sum_count: "gauge" }, ["h"]],
] as const)("families named as samples of another one go: %j", (families, kept) => {
  const map = new Map(Object.entries<Header["type"]>(families));
  const list = Object.entries<Header["type"]>(families).map(([name, type]) => ({ name, type }));
  expect(haveSampleClash(list, new Set(map.keys()))).toBe(kept.length < map.size);
  removeSampleClashes(
    map,
    (type) => type,
    (_, beside) => beside,
  );
  expect([...map.keys()].filter((name) => name !== "h_sum_count")).toEqual(kept);
});

test("whoever asks decides which of two families goes", () => {
  const map = new Map([
    ["h", "histogram"],
    ["h_sum", "gauge"],
    ["h_count", "gauge"],
  ] as const);
  const asked: string[] = [];
  removeSampleClashes(
    map,
    (type) => type,
    (owner, beside) => {
      asked.push(`${owner} ${beside}`);
      return owner;
    },
  );
  expect([...map.keys()]).toEqual(["h_sum", "h_count"]);
  expect(asked).toEqual(["h h_sum"]);
});
