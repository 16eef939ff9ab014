import { expect, test } from "vitest";
import { allowedCpuCount, parseCpus } from "../../../src/collectors/perf/cpus.ts";

test.each([
  ["0", [0]],
  ["0,2-4", [0, 2, 3, 4]],
  ["2-10:4", [2, 6, 10]],
  ["2-9:4,2", [2, 6]],
  [" 1 , 3 ", [1, 3]],
])("%j is %j", (list, cpus) => {
  expect(parseCpus(list)).toEqual(cpus);
});

test.each(["", "a", "1-", "3-1", "1-5:0", "1:2", "-1", "1,,2", "99999", "0-99999999"])(
  "%j is no list of CPUs",
  (list) => {
    expect(parseCpus(list)).toBeUndefined();
  },
);

test("CPUs of the affinity mask are counted", () => {
  expect(allowedCpuCount("Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t0-3,8\n")).toBe(5);
  expect(allowedCpuCount("Name:\tnode\n")).toBeUndefined();
});
