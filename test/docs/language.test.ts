import { expect, test } from "vitest";
import { pages, proseOf, readPage } from "./pages.ts";

/** Words and phrases that read as if translated, beside what to write instead. */
const HABITS: readonly (readonly [RegExp, string])[] = [
  [/\banew\b/i, "again"],
  [/\beach (?:scrape|answer|read)\b/i, "every scrape"],
  [/\bbut for\b/i, "except"],
  [/\blogins?\b/i, "basic authentication"],
  [/\bfolders?\b/i, "directory"],
  [/\bthe (?:peer|original)\b/i, "node_exporter"],
  [/\bfigures?\b/i, "numbers, results"],
  [/\b(?:tells|tell)\b/i, "reports, shows"],
  [/\btaken over\b/i, "reloaded"],
  [/\bhead of (?:a|the) request\b/i, "request headers"],
  [/\bof one's choice\b/i, "selected"],
  [/\bwith a word\b/i, "with a message"],

  [/\bbe it\b/i, "whether"],
];

test("the README has at most 7 KB", () => {
  expect(Buffer.byteLength(readPage("README.md"))).toBeLessThanOrEqual(7000);
});

test.each(pages)("%s reads as English", (page) => {
  const text = proseOf(page);
  expect(HABITS.filter(([habit]) => habit.test(text)).map(([habit, better]) => `${habit}: ${better}`)).toEqual([]);
});
