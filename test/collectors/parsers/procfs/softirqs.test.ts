import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseSoftirqs } from "../../../../src/collectors/parsers/procfs/softirqs.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18, shortened. */
const TWO_CPUS = `                    CPU0       CPU1       
          HI:          0          3
       TIMER:      32944      33826
    IRQ_POLL:          0 4294967295
`;

const parse = (text: string) => parseSoftirqs(Buffer.from(text), "/proc/softirqs");

test("reads each row by column", () => {
  expect(parse(TWO_CPUS)).toEqual([
    { type: "HI", counts: [0, 3] },
    { type: "TIMER", counts: [32944, 33826] },
    { type: "IRQ_POLL", counts: [0, 4294967295] },
  ]);
});

test.each([
  ["", 'no header in ""'],
  ["CPU0\nHI 5\n", 'no name with a colon in "HI 5"'],
  ["CPU0\nHI: five\n", '"five" is not a number in "HI: five"'],
])("%j is an error", (text, problem) => {
  expect(() => parse(text)).toThrow(new ParseError(`/proc/softirqs: ${problem}`));
});

test("survives garbage", () => parserSurvivesGarbage(parseSoftirqs, TWO_CPUS));
