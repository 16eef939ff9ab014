import { expect, test } from "vitest";
import { FileMerger } from "../../../src/collectors/text-format/file-merger.ts";
import { readTextfile, type Textfile } from "../../../src/collectors/text-format/textfile.ts";

function file(path: string, text: string): Textfile {
  return readTextfile(Buffer.from(text), path, true, 1);
}

const A = file("/a", 'm{f="a"} 1\nn{f="a"} 1\n# HELP o given\no{f="a"} 1\n');
const B = file("/b", '# HELP n given\nm{f="b"} 2\nn{f="b"} 2\no{f="b"} 2\n# HELP e   \ne 1\n');

test("families without HELP text take it from another file, or name the files that they are from", () => {
  const { families, problems } = new FileMerger([]).merge([A, B]);
  expect(families.map(({ name, help, text }) => [name, help, text])).toEqual([
    ["m", "Metric read from /a, /b", 'm{f="a"} 1\nm{f="b"} 2\n'],
    ["n", "given", 'n{f="a"} 1\nn{f="b"} 2\n'],
    ["o", "given", 'o{f="a"} 1\no{f="b"} 2\n'],
    ["e", "Metric read from /b", "e 1\n"],
  ]);
  expect(problems).toEqual([]);
});

test("renders only what has changed", () => {
  const merger = new FileMerger([]);
  const first = merger.merge([A, B]);
  expect(merger.merge([A, B])).toBe(first);
  const second = merger.merge([A, B, file("/c", 'm{f="c"} 3\n')]);
  expect(second.families.map((family, i) => family === first.families[i])).toEqual([false, true, true, true]);
  expect(second.families[0]?.text).toBe('m{f="a"} 1\nm{f="b"} 2\nm{f="c"} 3\n');
});

function withHelp(path: string, help: string): Textfile {
  return file(path, `# HELP m ${help}\nm{f="${path}"} 1\n`);
}

test("keeps a family whose HELP text is the first one's, after one that differs", () => {
  const { families, problems } = new FileMerger([]).merge([
    withHelp("/1", "x"),
    withHelp("/2", "y"),
    withHelp("/3", "x"),
  ]);
  expect(families[0]?.text).toBe('m{f="/1"} 1\nm{f="/3"} 1\n');
  expect(problems).toEqual([
    { path: "/2", reason: "help_conflict", line: 1, problem: "m has another HELP text in /1" },
  ]);
});

test("bounds look like floats in OpenMetrics", () => {
  const { families } = new FileMerger([]).merge([
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
  const { families, problems } = new FileMerger([]).merge([
    file("/1", 'm{a="x"} 1\n'),
    file("/2", 'm{b="x"} 2\n'),
    file("/3", 'm{a="x"} 3\nm{a="y"} 4\n'),
  ]);
  expect(families[0]?.text).toBe('m{a="x"} 1\nm{b="x"} 2\nm{a="y"} 4\n');
  expect(problems.map(({ path, reason }) => [path, reason])).toEqual([["/3", "duplicate_series"]]);
});

test("says where a series is shown from, and how many there are", () => {
  const { problems } = new FileMerger([]).merge([
    file("/1", "m 1\nn 1\n"),
    file("/2", 'm{a="1"} 1\nm{a="2"} 1\n'),
    file("/3", '# HELP m x\nm{a="2"} 1\nm{a="3"} 1\nm{a="1"} 1\n'),
    file("/4", "\nm 1\n"),
  ]);
  expect(problems).toEqual([
    { path: "/3", reason: "duplicate_series", line: 2, problem: "2 series of m are in /2, too, and shown from there" },
    { path: "/4", reason: "duplicate_series", line: 2, problem: "a series of m is in /1, too, and shown from there" },
  ]);
});

test("families that nobody may have, and those that have the name of another one's samples, are left out", () => {
  const { families, problems } = new FileMerger(["own", "s_sum"]).merge([
    file("/1", "own 1\nh_sum 1\n"),
    file("/2", "# TYPE h histogram\nh_count 1\n# TYPE s summary\ns_count 1\n# TYPE t summary\nt_count 1\n"),
    file("/3", "t_sum 1\n"),
  ]);
  expect(families.map(({ name }) => name)).toEqual(["h_sum", "t"]);
  expect(problems.map(({ path, line, reason, problem }) => [path, line, reason, problem])).toEqual([
    ["/1", 1, "name_conflict", "own is a family of the exporter itself"],
    ["/2", 1, "name_conflict", "h_sum is a sample of the histogram h in /2 and a family in /1"],
    ["/2", 3, "name_conflict", "s_sum is a sample of the summary s in /2 and a family of the exporter itself"],
    ["/3", 1, "name_conflict", "t_sum is a sample of the summary t in /2 and a family in /3"],
  ]);
});

test("a file with which there would be too many families, or too much HELP, is left out; those after it are not", () => {
  const many = (path: string, start: number) =>
    file(path, Array.from({ length: 8000 }, (_, i) => `m${start + i} 1\n`).join(""));
  const long = Array.from({ length: 40 }, (_, i) => `# HELP l${i} ${"x".repeat(60_000)}\nl${i} 1\n`).join("");
  const { families, problems } = new FileMerger([]).merge([
    many("/1", 0),
    file("/2", long),
    many("/3", 8000),
    many("/4", 16_000),
    file("/5", "m 1\n"),
  ]);
  expect(families).toHaveLength(16_001);
  expect(problems.map(({ path, reason, problem }) => [path, reason, problem])).toEqual([
    [
      "/2",
      "too_large",
      "with this file there would be more than 2097152 characters of metric names and HELP texts in all",
    ],
    ["/4", "too_many_families", "with this file there would be more than 20000 metric families in all"],
  ]);
});
