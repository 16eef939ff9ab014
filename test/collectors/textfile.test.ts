import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import textfile from "../../src/collectors/textfile.ts";
import { openCollector } from "../support/collect.ts";
import { open } from "./textfile/open-files.ts";

test("without a folder there is nothing but the absence of faults", async () => {
  const { status, text } = await openCollector(textfile).scrape();
  expect(status).toBe("ok");
  expect(text).toBe("# TYPE node_textfile_scrape_error gauge\nnode_textfile_scrape_error 0\n");
});

test("shows the files of a folder that end in .prom, with their times", async () => {
  const { folder, scrape } = open({
    "b.prom": "b 1\n",
    "a.prom": "a 1\n",
    ".c.prom": "c 1\n",
    "d.txt": "d 1\n",
    prom: "e 1\n",
  });
  for (const name of ["a.prom", "b.prom", ".c.prom"]) utimesSync(join(folder, name), 1, 1_700_000_000.999);
  const { lines, text, scrapeError, faults } = await scrape();
  expect(lines).toEqual(["# TYPE a untyped", "a 1", "# TYPE b untyped", "b 1", "# TYPE c untyped", "c 1"]);
  expect(text).toContain(`node_textfile_mtime_seconds{file="${folder}/a.prom"} 1.7e+09\n`);
  expect({ scrapeError, faults }).toEqual({ scrapeError: "0", faults: [] });
});

test("renders each type, labels filled up and in order", async () => {
  const { scrape } = open({
    "a.prom": `# TYPE c counter
c{b="10"} 1
c{b="2",a="x\\n\\"\\\\"} 2.5
# TYPE h histogram
h_bucket{le="1e1",x="2"} 1
h_bucket{le="0.25",x="2"} 0
h_count{x="2"} 3
h_sum{x="2"} 4e9
h_bucket{le="+Inf"} 7
# TYPE s summary
s{quantile="0.99"} 2
s{quantile="0.5"} 1
s_sum 12
s_count 4
`,
  });
  const { lines, scrapeError } = await scrape();
  expect(scrapeError).toBe("0");
  expect(lines).toEqual([
    "# TYPE c counter",
    'c{a="",b="10"} 1',
    'c{a="x\\n\\"\\\\",b="2"} 2.5',
    "# TYPE h histogram",
    'h_bucket{x="",le="+Inf"} 7',
    'h_sum{x=""} 0',
    'h_count{x=""} 0',
    'h_bucket{x="2",le="0.25"} 0',
    'h_bucket{x="2",le="10"} 1',
    'h_bucket{x="2",le="+Inf"} 3',
    'h_sum{x="2"} 4e+09',
    'h_count{x="2"} 3',
    "# TYPE s summary",
    's{quantile="0.5"} 1',
    's{quantile="0.99"} 2',
    "s_sum 12",
    "s_count 4",
  ]);
});

test("merges a family of several files", async () => {
  const { scrape } = open({
    "a.prom": 'm{x="2"} 2\nm{x="4"} 4\n',
    "b.prom": 'm{x="3"} 3\nm 0\n',
    "c.prom": 'm{a="",b=""} 9\n',
  });
  const { lines, faults } = await scrape();
  expect(lines).toEqual(["# TYPE m untyped", 'm{x=""} 0', 'm{x="2"} 2', 'm{x="3"} 3', 'm{x="4"} 4', 'm{a="",b=""} 9']);
  expect(faults).toEqual([]);
});

test.each<[string, Record<string, string>, string[], string[]]>([
  ["a series twice in a file", { "a.prom": "m 1\nm 2\n" }, ["m 1"], ["a.prom duplicate_series"]],
  ["a series in two files", { "a.prom": "m 1\n", "b.prom": "m 2\nn 3\n" }, ["m 1", "n 3"], ["b.prom duplicate_series"]],
  [
    "another HELP text",
    { "a.prom": '# HELP m a\nm{f="a"} 1\n', "b.prom": '# HELP m b\nm{f="b"} 2\nn 3\n', "c.prom": 'm{f="c"} 4\n' },
    ['m{f="a"} 1', 'm{f="c"} 4', "n 3"],
    ["b.prom help_conflict"],
  ],
  [
    "another type",
    { "a.prom": '# TYPE m gauge\nm{f="a"} 1\n', "b.prom": '# TYPE m counter\nm{f="b"} 2\nn 3\n' },
    ['m{f="a"} 1', "n 3"],
    ["b.prom type_conflict"],
  ],
  [
    "a family called as samples of another",
    { "a.prom": "# TYPE s summary\ns_count 1\n", "b.prom": "s_count 2\nn 3\n" },
    ["n 3", "s_sum 0", "s_count 1"],
    ["b.prom name_conflict"],
  ],
  [
    "a histogram whose samples are called as an earlier family",
    { "a.prom": "h_sum 2\n", "b.prom": "# TYPE h histogram\nh_count 1\n" },
    ["h_sum 2"],
    ["b.prom name_conflict"],
  ],
  ["a name of this collector", { "a.prom": "node_textfile_scrape_error 5\nm 1\n" }, ["m 1"], ["a.prom name_conflict"]],
  ["a damaged file", { "a.prom": "m 1\nm{ 2\n", "b.prom": "n 1\n" }, ["n 1"], ["a.prom parse"]],
  ["a timestamp", { "a.prom": "m 1 1700000000000\n" }, [], ["a.prom parse"]],
])("keeps what is good beside %s", async (_, files, want, faults) => {
  const collected = await open(files).scrape();
  expect(collected.lines.filter((line) => !line.startsWith("#"))).toEqual(want);
  expect(collected.faults).toEqual(faults);
  expect(collected).toMatchObject({ status: "ok", scrapeError: "1", duplicates: 0 });
  const parsed = Object.keys(files).filter((name) => !faults.includes(`${name} parse`));
  expect(collected.mtimes).toEqual(parsed);
});

test("logs a fault once, and once that it has gone", async () => {
  const { folder, scrape } = open({ "a.prom": "m\n" });
  await scrape();
  const file = join(folder, "a.prom");
  expect((await scrape()).logs).toEqual([
    `error: textfile is not shown in full {"file":"${file}","err":"${file}: line 1: expected a number as value, got \\"\\""}`,
  ]);
  writeFileSync(file, "m 1\n");
  await scrape();
  expect((await scrape()).logs.slice(1)).toEqual([`info: textfile is shown in full again {"file":"${file}"}`]);
});

test("shows no more families than there may be in a file and in all", async () => {
  const families = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${prefix}${i} 1\n`).join("");
  const collected = await open({
    "a.prom": families("a", 10_001),
    "b.prom": families("b", 10_000),
    "c.prom": families("c", 9_999),
    "d.prom": families("d", 2),
    "e.prom": "e 1\n",
  }).scrape();
  expect(collected.faults).toEqual(["a.prom parse", "d.prom too_many_families"]);
  expect(collected.lines.filter((line) => !line.startsWith("#"))).toHaveLength(20_000);
  expect(collected.logs[0]).toMatch(/a\.prom: line 10001: more than 10000 metric names/);
  expect(collected.logs[1]).toMatch(/d\.prom: with this file there would be more than 20000 metric families/);
});

test("refuses HELP texts that are too long, in a file and in all", async () => {
  const help = (name: string, length: number) => `# HELP ${name} ${"x".repeat(length)}\n${name} 1\n`;
  const many = (name: string) => Array.from({ length: 20 }, (_, i) => help(`${name}${i}`, 60_000)).join("");
  const { faults, lines } = await open({
    "a.prom": help("a", 65_536),
    "b.prom": many("b"),
    "c.prom": many("c"),
    "d.prom": help("d", 65_535),
  }).scrape();
  expect(faults).toEqual(["a.prom parse", "c.prom too_large"]);
  expect(lines.filter((line) => !line.startsWith("#"))).toHaveLength(21);
});

test("reports faulty files with line and reason, and nothing of their content", async () => {
  const { folder, scrape } = open({ "bad.prom": "good 1\nsecret oops\n", "good.prom": "a 1\n" });
  expect((await scrape()).hostFaults).toEqual([{ subject: join(folder, "bad.prom"), problem: "parse, line 2" }]);
  writeFileSync(join(folder, "bad.prom"), "good 1\n");
  expect((await scrape()).hostFaults).toEqual([]);
});
