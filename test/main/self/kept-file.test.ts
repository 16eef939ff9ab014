import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KeptFile } from "../../../src/main/self/kept-file.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";

const folder = temporaryDirectory();
const path = join(folder, "file");

test.each([
  ["12 0 345\n", [12, 0, 345]],
  ["1  2", [1, 2]],
  ["9007199254740993 18446744073709551615\n", [2 ** 53, 2 ** 64]],
  ["\n7", [Number.NaN]],
  ["", [Number.NaN]],
  ["-1\n", [Number.NaN]],
  ["12x\n", [Number.NaN]],
])("%j has the numbers %j", (content, numbers) => {
  writeFileSync(path, content);
  const file = new KeptFile(path, 64);
  expect(file.read()).toBe(content !== "");
  expect(numbers.map(() => file.uint())).toEqual(numbers);
});

test("words are skipped, but not the end of the line", () => {
  writeFileSync(path, "a 1\nb 2\n");
  const file = new KeptFile(path, 64);
  file.read();
  file.skipWord();
  expect(file.uint()).toBe(1);
  file.skipWord();
  expect(file.uint()).toBeNaN();
});

test("what was longer before does not show", () => {
  const file = new KeptFile(path, 64);
  for (const content of ["123456 7", "12"]) {
    writeFileSync(path, content);
    file.read();
    expect(file.uint()).toBe(Number(content.split(" ")[0]));
  }
});
