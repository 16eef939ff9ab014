import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { areas, rows } from "./matrix.ts";
import { tableRows } from "./table.ts";

test("the table in the documentation has every row, with a result", () => {
  const results = tableRows();
  expect([...results.keys()]).toEqual(rows.map(({ id }) => id));
  expect([...results.values()].filter((result) => !/^(passed|not possible here): /.test(result))).toEqual([]);
});

/** How many rows each area of the matrix has: they are numbered from 1. */
const AREAS = { F: 15, S: 7, P: 6, T: 14, H: 18, D: 3, W: 15, A: 7, R: 1, K: 14, L: 16, M: 1 };

test("the rows of every area that can are run by npm test", () => {
  const tested = Object.entries(areas).filter(([, rows]) =>
    rows.some(({ run, only }) => run !== undefined && only === undefined),
  );
  const files = readdirSync(join(import.meta.dirname, "areas"));
  expect(files.toSorted()).toEqual(tested.map(([area]) => `${area}.test.ts`).toSorted());
});

test("no row is missing", () => {
  const expected = Object.entries(AREAS).flatMap(([area, count]) =>
    Array.from({ length: count }, (_, i) => `${area}${i + 1}`),
  );
  expect(rows.map(({ id }) => id)).toEqual(expected);
});

test("every row has an id of its own and something that covers it", () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const { id, run, tests } of rows) expect([id, run !== undefined || tests !== undefined]).toEqual([id, true]);
});

test("the tests that rows name are there", () => {
  const files = rows.flatMap(({ tests = [] }) => tests.map(({ file }) => file));
  expect(files.filter((file) => !existsSync(join(import.meta.dirname, "..", file)))).toEqual([]);
});
