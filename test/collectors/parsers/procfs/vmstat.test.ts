import { expect, test } from "vitest";
import { vmstatParser } from "../../../../src/collectors/parsers/procfs/vmstat.ts";
import { memoryMakesNoDifference, parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18, shortened. */
const GOOD = "nr_free_pages 6059586\npgpgin 291149\noom_kill 0\nnr_unstable 0\n";

const parse = (text: string) => vmstatParser()(Buffer.from(text), "vmstat");

test("reads each line", () => {
  expect(parse("pgpgin 291149\nbig 18446744073709551615\nodd 1.5\n")).toEqual({
    names: ["pgpgin", "big", "odd"],
    values: [291149, 2 ** 64, 1.5],
  });
});

test.each([
  ["pgpgin many\n", '"many" is not a number in "pgpgin many"'],
  ["pgpgin\n", '"" is not a number in "pgpgin"'],
])("%j fails", (text, message) => {
  expect(() => parse(text)).toThrow(`vmstat: ${message}`);
});

test("survives garbage", () => parserSurvivesGarbage(vmstatParser(), GOOD));

test("what it remembers makes no difference", () => memoryMakesNoDifference(vmstatParser, GOOD));
