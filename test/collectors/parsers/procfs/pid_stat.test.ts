import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parsePidStat } from "../../../../src/collectors/parsers/procfs/pid_stat.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18; name, state and number of threads vary by test. */
const line = (name: string, state: string, threads: number) =>
  `19576 (${name}) ${state} 19552 19552 4277 0 -1 4194304 103 0 0 0 0 0 0 0 20 0 ${threads} 0 285677 3133440 416 184467\n`;

const parse = (text: string) => parsePidStat(Buffer.from(text), "/proc/7/stat");

test.each(["cat", "a b", "kworker/u16:3+events_unbound", "x) R (y", ") (", "new\nline", "\xff"])(
  "reads state and threads behind the name %j",
  (name) => {
    expect(parse(line(name, "S", 12))).toEqual({ state: "S", threads: 12 });
  },
);

test.each([
  ["", 'no name in parentheses in ""'],
  ["7 (cat)", 'no state in "7 (cat)"'],
  ["7 (cat) S 1 2 3", '"" is not a number in "7 (cat) S 1 2 3"'],
])("%j is an error", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`/proc/7/stat: ${problem}`));
});

test("reads this process", () => {
  const { state, threads } = parsePidStat(readFileSync("/proc/self/stat"), "/proc/self/stat");
  expect(state).toMatch(/^[RSD]$/);
  expect(threads).toBeGreaterThan(1);
});

test("survives garbage", () => parserSurvivesGarbage(parsePidStat, line("a) (b", "Z", 1)));
