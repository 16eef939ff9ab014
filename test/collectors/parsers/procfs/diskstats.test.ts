import { expect, test } from "vitest";
import { parseDiskstats } from "../../../../src/collectors/parsers/procfs/diskstats.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Captured on Linux 6.18; the second line is cut to the columns of Linux 4.18, the third to those of 2.6. */
const DISKS = ` 254       0 vda 5493 27 456112 3412 8123 2345 987654 12345 3 4567 16000 11 12 13 14 15 16
   8       1 sda1 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
   8       2 sda2 1 2 3 4 5 6 7 8 9 10 11
`;

const parse = (text: string) => parseDiskstats(Buffer.from(text), "diskstats");

test("gives as many columns as the kernel has", () => {
  const rows = parse(DISKS);
  expect(rows[0]).toEqual({
    major: 254,
    minor: 0,
    device: "vda",
    columns: [5493, 27, 456112, 3412, 8123, 2345, 987654, 12345, 3, 4567, 16000, 11, 12, 13, 14, 15, 16],
  });
  expect(rows.map(({ device, columns }) => [device, columns.length])).toEqual([
    ["vda", 17],
    ["sda1", 15],
    ["sda2", 11],
  ]);
});

test("leaves out lines that are too short, and columns that nobody knows", () => {
  const rows = parse("8 1 short 1 2 3 4\n\n8 2 long 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 x\n");
  expect(rows.map(({ device, columns }) => [device, columns.length])).toEqual([["long", 17]]);
});

test("a column that is no number is an error that quotes the line", () => {
  expect(() => parse("8 1 sda 1 2 3\n")).toThrow('diskstats: 3 numbers of a disk in "8 1 sda 1 2 3"');
  expect(() => parse("8 1 sda 1 2 x\n")).toThrow('diskstats: "x" is not a number in "8 1 sda 1 2 x"');
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseDiskstats, DISKS);
});
