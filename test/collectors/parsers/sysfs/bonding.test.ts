import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseInterfaceNames } from "../../../../src/collectors/parsers/sysfs/bonding.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

test("names are separated by blanks, and may be none", () => {
  expect(parseInterfaceNames(Buffer.from("bond0 bond1 \n"), "masters")).toEqual(["bond0", "bond1"]);
  expect(parseInterfaceNames(Buffer.from("\n"), "masters")).toEqual([]);
});

test.each(["a/b", ".", ".."])("%s is no name", (name) => {
  const problem = new ParseError(`masters: ${JSON.stringify(name)} is no name of an interface`);
  expect(() => parseInterfaceNames(Buffer.from(`${name}\n`), "masters")).toThrow(problem);
  const skipped: Error[] = [];
  expect(parseInterfaceNames(Buffer.from(`eth0 ${name}\n`), "masters", (each) => skipped.push(each))).toEqual(["eth0"]);
  expect(skipped).toEqual([problem]);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseInterfaceNames, "bond0 bond1\n");
});
