import { expect, test } from "vitest";
import { figure, table, times } from "../../../bench/report/table.ts";

test.each([
  [0, "0"],
  [0.012345, "0.0123"],
  [1.2345, "1.23"],
  [12.345, "12.3"],
  [1234.5, "1235"],
  [undefined, "–"],
  [NaN, "–"],
])("%d is shown as %s", (value, wanted) => {
  expect(figure(value)).toBe(wanted);
});

test("a ratio tells how many times the first goes into the second", () => {
  expect(times(2, 9)).toBe("4.50×");
  expect(times(2, undefined)).toBe("–");
});

test("columns are as wide as their widest cell, numbers to the right", () => {
  const columns = [{ heading: "case", left: true }, { heading: "ms" }];
  expect(
    table(columns, [
      ["a longer one", "1"],
      ["b", "1000"],
    ]),
  ).toBe(["case            ms", "------------  ----", "a longer one     1", "b             1000"].join("\n"));
});
