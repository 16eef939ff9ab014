import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseArpEntries } from "../../../../src/collectors/parsers/procfs/net_arp.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18; addresses and devices are edited. */
const GOOD = `IP address       HW type     Flags       HW address            Mask     Device
192.0.2.1        0x1         0x2         52:54:00:12:35:02     *        eth0
192.0.2.7        0x1         0x0         00:00:00:00:00:00     *        eth0
198.51.100.9     0x20        0x6         80:00:02:08:fe:80:00:00:00:00:00:00:e4:1d:2d:03:00:5e:0f:51     *        ib0
`;

test("counts each row by device, incomplete ones too", () => {
  expect([...parseArpEntries(Buffer.from(GOOD), "arp")]).toEqual([
    ["eth0", 2],
    ["ib0", 1],
  ]);
});

test.each([
  ["an odd number of columns", "192.0.2.1 0x1 0x2 52:54:00:12:35:02 *\n", "5 columns"],
  ["an address that is none", "192.0.2.1 0x1 0x2 52:54:x * eth0\n", 'bad address "52:54:x"'],
  ["flags that are no number", "192.0.2.1 0x1 z 52:54:00:12:35:02 * eth0\n", 'bad flags "z"'],
  ["flags of more than 8 bits", "192.0.2.1 0x1 0x100 52:54:00:12:35:02 * eth0\n", 'bad flags "0x100"'],
])("%s is an error", (_, row, problem) => {
  expect(() => parseArpEntries(Buffer.from(row), "net/arp")).toThrow(
    new ParseError(`net/arp: ${problem} in ${JSON.stringify(row.trim())}`),
  );
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseArpEntries, GOOD);
});
