import { expect, test } from "vitest";
import { parseFileNr } from "../../../../src/collectors/parsers/procfs/file_nr.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const parse = (text: string) => parseFileNr(Buffer.from(text), "file-nr");

test("reads the first and the third number", () => {
  expect(parse("593\t0\t2466177\n")).toEqual({ allocated: 593, maximum: 2466177 });
  expect(parse("593\t0\t9223372036854775807\n").maximum).toBe(2 ** 63);
});

test.each([
  ["593 0 2466177\n", "fewer than three numbers"],
  ["593\t0\n", "fewer than three numbers"],
  ["", "fewer than three numbers"],
  ["x\t0\t1\n", '"x" is not a number'],
  ["1\t0\t\n", "fewer than three numbers"],
])("%j fails", (text, message) => {
  expect(() => parse(text)).toThrow(`file-nr: ${message}`);
});

test("survives garbage", () => parserSurvivesGarbage(parseFileNr, "593\t0\t2466177\n"));
