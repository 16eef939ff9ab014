import { expect, test } from "vitest";
import { parseVmstat } from "../../../src/collectors/procfs/vmstat.ts";
import { parserSurvivesGarbage } from "../../support/garbage.ts";

/** Captured on Linux 6.18, shortened. */
const GOOD = "nr_free_pages 6059586\npgpgin 291149\noom_kill 0\nnr_unstable 0\n";

const parse = (text: string) => parseVmstat(Buffer.from(text), "vmstat");

test("reads each line", () => {
  expect(parse("pgpgin 291149\nbig 18446744073709551615\nodd 1.5\n")).toEqual([
    { name: "pgpgin", value: 291149 },
    { name: "big", value: 2 ** 64 },
    { name: "odd", value: 1.5 },
  ]);
});

test.each([
  ["pgpgin many\n", '"many" is not a number in "pgpgin many"'],
  ["pgpgin\n", '"" is not a number in "pgpgin"'],
  ["\n", '"" is not a number in ""'],
])("%j fails", (text, message) => {
  expect(() => parse(text)).toThrow(`vmstat: ${message}`);
});

test("survives garbage", () => parserSurvivesGarbage(parseVmstat, GOOD));
