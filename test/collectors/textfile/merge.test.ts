import { expect, test } from "vitest";
import { parseTextfile } from "../../../src/collectors/text-format/text-parser.ts";
import type { FileResult } from "../../../src/collectors/textfile/file.ts";
import { Merger } from "../../../src/collectors/textfile/merge.ts";

function file(path: string, text: string): FileResult {
  return { path, mtime: 0, content: parseTextfile(Buffer.from(text), path), problem: undefined };
}

const A = file("/a", 'm{f="a"} 1\nn{f="a"} 1\n# HELP o given\no{f="a"} 1\n');
const B = file("/b", '# HELP n given\nm{f="b"} 2\nn{f="b"} 2\no{f="b"} 2\n# HELP e   \ne 1\n');

test("families without HELP text take it from another file, or name the files that they are from", () => {
  const { families, problems } = new Merger([]).merge([A, B]);
  expect(families.map(({ name, help, text }) => [name, help, text])).toEqual([
    ["m", "Metric read from /a, /b", 'm{f="a"} 1\nm{f="b"} 2\n'],
    ["n", "given", 'n{f="a"} 1\nn{f="b"} 2\n'],
    ["o", "given", 'o{f="a"} 1\no{f="b"} 2\n'],
    ["e", "Metric read from /b", "e 1\n"],
  ]);
  expect(problems).toEqual([]);
});

test("renders only what has changed", () => {
  const merger = new Merger([]);
  const first = merger.merge([A, B]);
  expect(merger.merge([A, B])).toBe(first);
  const second = merger.merge([A, B, file("/c", 'm{f="c"} 3\n')]);
  expect(second.families.map((family, i) => family === first.families[i])).toEqual([false, true, true, true]);
  expect(second.families[0]?.text).toBe('m{f="a"} 1\nm{f="b"} 2\nm{f="c"} 3\n');
});

function withHelp(path: string, help: string): FileResult {
  return file(path, `# HELP m ${help}\nm{f="${path}"} 1\n`);
}

test("keeps a family whose HELP text is the first one's, after one that differs", () => {
  const { families, problems } = new Merger([]).merge([withHelp("/1", "x"), withHelp("/2", "y"), withHelp("/3", "x")]);
  expect(families[0]?.text).toBe('m{f="/1"} 1\nm{f="/3"} 1\n');
  expect(problems).toEqual([
    { path: "/2", reason: "help_conflict", message: "/2: m has another HELP text than in an earlier file" },
  ]);
});

test("bounds look like floats in OpenMetrics", () => {
  const { families } = new Merger([]).merge([
    file(
      "/a",
      '# TYPE h histogram\nh_bucket{le="1",a="b"} 1\nh_bucket{le="2.5",a="b"} 2\nh_bucket{le="1e6",a="b"} 2\nh_count{a="b"} 3\n' +
        '# TYPE s summary\ns{quantile="0"} 1\ns{quantile="0.5"} 2\ns_sum 3\n# TYPE g gauge\ng{le="1"} 1\n',
    ),
  ]);
  expect(families.map(({ openMetrics, samples }) => [openMetrics, samples])).toEqual([
    [
      'h_bucket{a="b",le="1.0"} 1\nh_bucket{a="b",le="2.5"} 2\nh_bucket{a="b",le="1e+06"} 2\nh_bucket{a="b",le="+Inf"} 3\n' +
        'h_sum{a="b"} 0\nh_count{a="b"} 3\n',
      6,
    ],
    ['s{quantile="0.0"} 1\ns{quantile="0.5"} 2\ns_sum 3\ns_count 0\n', 4],
    [undefined, 1],
  ]);
});

test("of series that come in several files the first file's stays, also where only the label names differ", () => {
  const { families, problems } = new Merger([]).merge([
    file("/1", 'm{a="x"} 1\n'),
    file("/2", 'm{b="x"} 2\n'),
    file("/3", 'm{a="x"} 3\nm{a="y"} 4\n'),
  ]);
  expect(families[0]?.text).toBe('m{a="x"} 1\nm{b="x"} 2\nm{a="y"} 4\n');
  expect(problems.map(({ path, reason }) => [path, reason])).toEqual([["/3", "duplicate_series"]]);
});
