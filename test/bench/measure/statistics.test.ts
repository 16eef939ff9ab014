import { expect, test } from "vitest";
import { median } from "../../../bench/measure/statistics.ts";

test.each([
  [[3], 3],
  [[5, 1, 3], 3],
  [[4, 1, 3, 2], 2.5],
  [[10, 9], 9.5],
])("the median of %j is %d", (values, wanted) => {
  expect(median(values)).toBe(wanted);
});
