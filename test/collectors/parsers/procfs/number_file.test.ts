import { expect, test } from "vitest";
import { parseNumberFile } from "../../../../src/collectors/parsers/procfs/number_file.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const parse = (text: string) => parseNumberFile(Buffer.from(text), "/proc/sys/x");

test("reads one number, with white space around it", () => {
  expect(parse("262144\n")).toBe(262144);
  expect(parse(" 18446744073709551615 \n")).toBe(2 ** 64);
});

test.each(["", "-1\n", "1 2\n", "0x10\n", "1.5\n"])("%j is an error that names file and text", (text) => {
  expect(() => parse(text)).toThrow(`/proc/sys/x: ${JSON.stringify(text.trim())} is not a number`);
});

test("survives garbage", () => parserSurvivesGarbage(parseNumberFile, "262144\n"));
