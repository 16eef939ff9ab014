import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseCgroups } from "../../../../src/collectors/parsers/procfs/cgroups.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const CONTROLLERS = "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpuset\t3\t12\t1\nmemory\t0\t96\t0\n";

const parse = (text: string) => parseCgroups(Buffer.from(text), "/proc/cgroups");

test("reads each controller below the header", () => {
  expect(parse(CONTROLLERS)).toEqual([
    { name: "cpuset", hierarchy: 3, cgroups: 12, enabled: 1 },
    { name: "memory", hierarchy: 0, cgroups: 96, enabled: 0 },
  ]);
});

test("the last line needs no line break", () => {
  expect(parse("pids 1 2 1")).toHaveLength(1);
});

test.each([
  ["cpu 1 2\n", '"" is not a number in "cpu 1 2"'],
  ["cpu 1 many 1\n", '"many" is not a number in "cpu 1 many 1"'],
])("%j is an error that quotes the line", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`/proc/cgroups: ${problem}`));
});

test("survives garbage", () => parserSurvivesGarbage(parseCgroups, CONTROLLERS));
