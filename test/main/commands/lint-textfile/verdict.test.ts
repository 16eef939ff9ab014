import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import textfile from "../../../../src/collectors/textfile.ts";
import { lintTextfiles } from "../../../../src/main/commands/lint-textfile/lint-textfiles.ts";
import { temporaryDirectory } from "../../../support/clean-up.ts";
import { collect } from "../../../support/collect.ts";

/** In which of these files of one directory lint finds a fault, and in which the collector does. */
async function verdicts(files: Readonly<Record<string, string>>): Promise<[lint: string[], collector: string[]]> {
  const folder = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const findings = lintTextfiles(Object.keys(files).map((name) => join(folder, name)));
  const { text } = await collect(textfile, { flags: { "collector.textfile.directory": [folder] } });
  const lint = findings.filter(({ isWarning }) => isWarning !== true).map(({ file }) => file);
  const collector = [...text.matchAll(/^node_textfile_file_scrape_error\{file="([^"]*)"/gm)].map(
    ([, file = ""]) => file,
  );
  expect(text).toContain(`node_textfile_scrape_error ${collector.length > 0 ? 1 : 0}\n`);
  const names = (paths: readonly string[]) => [...new Set(paths.map((path) => basename(path)))];
  return [names(lint), names(collector)];
}

const families = (count: number, start = 0) => Array.from({ length: count }, (_, i) => `m${start + i} 1\n`).join("");

describe("the verdict is that of the collector on", () => {
  test.each<[string, string[], Record<string, string>]>([
    ["nothing", [], { "a.prom": "" }],
    [
      "good files",
      [],
      { "a.prom": '# HELP a A.\n# TYPE a gauge\na{x="1"} 1\n', "b.prom": '# TYPE a gauge\na{x="2"} 1\n' },
    ],
    [
      "the same family of the same type",
      [],
      { "a.prom": "# TYPE a gauge\na 1\n", "b.prom": '# TYPE a gauge\na{x=""} 1\n' },
    ],
    [
      "a name like a sample's, of another type",
      [],
      { "a.prom": "# TYPE a summary\na_sum 1\n", "b.prom": "a_bucket 1\n" },
    ],
    ["a HELP text at its longest", [], { "a.prom": `# HELP a ${"x".repeat(65_535)}\na 1\n` }],
    ["as many families as there may be", [], { "a.prom": families(10_000), "b.prom": families(10_000, 10_000) }],
    ["a line that cannot be read", ["a.prom"], { "a.prom": "a 1\nb\n" }],
    ["no line break at the end", ["a.prom"], { "a.prom": "a 1" }],
    ["a timestamp", ["a.prom"], { "a.prom": "a 1 1\n" }],
    ["a series twice", ["a.prom"], { "a.prom": "a 1\na 1\n" }],
    ["a bucket twice", ["a.prom"], { "a.prom": '# TYPE a histogram\na_bucket{le="1"} 1\na_bucket{le="1.0"} 1\n' }],
    ["a series in two files", ["b.prom"], { "a.prom": "a 1\n", "b.prom": "a 1\n" }],
    ["two types", ["b.prom"], { "a.prom": "# TYPE a gauge\na 1\n", "b.prom": 'a{x="1"} 1\n' }],
    ["two HELP texts", ["b.prom"], { "a.prom": "# HELP a A.\na 1\n", "b.prom": '# HELP a B.\na{x="1"} 1\n' }],
    ["a name like a sample's", ["b.prom"], { "a.prom": "# TYPE a summary\na_sum 1\n", "b.prom": "a_count 1\n" }],
    ["a HELP text that is too long", ["a.prom"], { "a.prom": `# HELP a ${"x".repeat(65_536)}\na 1\n` }],
    ["more families than there may be", ["a.prom"], { "a.prom": families(10_001) }],
    [
      "more families in all",
      ["c.prom"],
      { "a.prom": families(10_000), "b.prom": families(10_000, 10_000), "c.prom": "a 1\n" },
    ],
  ])("%s", async (_, faulty, files) => {
    expect(await verdicts(files)).toEqual([faulty, faulty]);
  });

  const word = fc.constantFrom(
    "a",
    "a_sum",
    " ",
    "{",
    "}",
    '"',
    "=",
    ",",
    "1",
    "\n",
    "\\",
    "é",
    'a{x="1"} 1\n',
    'a{le="1",x="2"} 1\n',
    "a_count 2\n",
    "# TYPE a summary\n",
    "# TYPE a histogram\n",
    "# TYPE a gauge\n",
    "# HELP a x\n",
    "# HELP a y\n",
    "a_sum 1\n",
    "a 2\n",
  );
  const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(""));

  test("any two files", async () => {
    await fc.assert(
      fc.asyncProperty(text, text, async (one, two) => {
        const [lint, collector] = await verdicts({ "a.prom": one, "b.prom": two });
        expect(lint).toEqual(collector);
      }),
      { numRuns: 500 },
    );
  });
});
