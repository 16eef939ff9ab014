import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseSoftnetStat } from "../../../../src/collectors/parsers/procfs/softnet_stat.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18 with two CPUs; the counters are edited to differ. */
const TWO_CPUS = `00000a2f 00000001 0000002b 00000000 00000000 00000000 00000000 00000000 00000000 00000007 00000000 00000003 00000000 00000000 00000000
ffffffff 00000000 00000012 00000000 00000000 00000000 00000000 00000000 00000004 00000000 00000009 00000000 00000005 00000000 00000000
`;

test("reads each column of a current kernel, with the CPU's own number", () => {
  const [first, second] = parseSoftnetStat(Buffer.from(TWO_CPUS), "softnet_stat");
  expect(first).toEqual({
    cpu: 0,
    processed: 2607,
    dropped: 1,
    timeSqueezed: 43,
    cpuCollision: 0,
    receivedRps: 7,
    flowLimitCount: 0,
    backlogLength: 3,
  });
  expect(second).toMatchObject({ cpu: 5, processed: 4_294_967_295, cpuCollision: 4, flowLimitCount: 9 });
});

test("numbers the rows of a kernel that has no CPU column", () => {
  const old = "00000001 0 0 0 0 0 0 0 0\n00000002 0 0 0 0 0 0 0 0\n";
  const rows = parseSoftnetStat(Buffer.from(old), "softnet_stat");
  expect(rows.map(({ cpu, processed, receivedRps }) => [cpu, processed, receivedRps])).toEqual([
    [0, 1, undefined],
    [1, 2, undefined],
  ]);
});

test("a short row is an error that quotes it", () => {
  expect(() => parseSoftnetStat(Buffer.from("1 2 3\n"), "net/softnet_stat")).toThrow(
    new ParseError('net/softnet_stat: 3 columns, expected at least 9 in "1 2 3"'),
  );
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseSoftnetStat, TWO_CPUS);
});
