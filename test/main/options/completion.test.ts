import { describe, expect, test } from "vitest";
import { completeWords } from "../../../src/main/options/completion.ts";
import { flagTable } from "../../../src/main/options/flag-table.ts";
import { collectors } from "./collectors.ts";

const flags = flagTable(collectors).filter(({ hidden }) => hidden !== true);
const complete = (...words: string[]) => completeWords(words, flags);

test.each<[readonly string[], readonly string[]]>([
  [["--collector.alpha.c"], ["--collector.alpha.camelCase"]],
  [["--collector.beta"], ["--collector.beta", "--collector.beta.url"]],
  [["--no-collector.a"], ["--no-collector.alpha", "--no-collector.alpha.link"]],
  [
    ["--log.level", ""],
    ["debug", "info", "warn", "error"],
  ],
  [["--log.level", "w"], ["warn"]],
  [["--log.level=w"], ["warn"]],
  [["--log.format="], ["logfmt", "json"]],
  [["--path.procfs", ""], []],
  [["--path.procfs", "/p"], []],
  [["--path.procfs="], []],
  [["--bogus="], []],
  [["com"], ["compare"]],
  [["--collector.alpha", "com"], []],
  [
    ["compare", "--t"],
    ["--timeout", "--tolerance"],
  ],
  [["compare", "http"], []],
  [["lint-textfile", "--"], ["--help"]],
  [["x"], []],
])("%j", async (words, want) => {
  expect(await complete(...words)).toEqual(want);
});

describe("flags that are there already", () => {
  test("are not offered again unless they may be repeated", async () => {
    const offered = await complete("--log.level=info", "--collector.alpha.folder", "x", "--collector.alpha", "--");
    expect(offered).not.toContain("--log.level");
    expect(offered).not.toContain("--collector.alpha");
    expect(offered).not.toContain("--no-collector.alpha");
    expect(offered).toContain("--collector.alpha.folder");
  });
});

test("an empty word can become a command or any visible flag", async () => {
  const offered = await complete("");
  expect(offered).toEqual(
    expect.arrayContaining(["compare", "lint-textfile", ...flags.map(({ name }) => `--${name}`)]),
  );
  expect(await complete()).toEqual(offered);
  expect(offered.filter((word) => word.includes("workers=") || word.includes("completion"))).toEqual([]);
});
