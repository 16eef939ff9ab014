import { expect, test } from "vitest";
import { parseCpuList } from "../../../../src/collectors/parsers/sysfs/cpu_list.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const parse = (text: string) => parseCpuList(Buffer.from(text), "/sys/isolated");

test.each([
  ["\n", []],
  ["3\n", [3]],
  ["1,3-5,9\n", [1, 3, 4, 5, 9]],
])("%j", (text, cpus) => {
  expect(parse(text)).toEqual(cpus);
});

test.each(["x", "1-", "5-3", "1,,2", "-1", "0-99999999999"])("%j is an error that names the file", (text) => {
  expect(() => parse(text)).toThrow(/^\/sys\/isolated: ".*" is not a range of CPUs$/);
});

test("survives garbage", () => parserSurvivesGarbage(parseCpuList, "1,3-5,9\n"));
