import { expect, test } from "vitest";
import { ParseError } from "../../../../src/collectors/kit/errors.ts";
import { parseFamilyId } from "../../../../src/collectors/parsers/netlink/genetlink.ts";
import { parseLinkModes } from "../../../../src/collectors/parsers/netlink/linkmodes.ts";
import { parseQdiscFixtures } from "../../../../src/collectors/parsers/netlink/qdisc_fixtures.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";
import { byte, hex, nested, number, text, whole } from "./builder.ts";

const GENERIC = Buffer.from([1, 1, 0, 0]);
const FAMILY = Buffer.concat([GENERIC, text(2, "nl80211"), hex(1, "1c00")]);
const MODES = Buffer.concat([GENERIC, nested(1, number(1, 7), text(2, "eth0")), number(5, 10_000), byte(6, 1)]);

test("a family has a number", () => {
  expect(whole(parseFamilyId)(FAMILY)).toBe(28);
  expect(whole(parseFamilyId)(GENERIC)).toBeUndefined();
});

test("link modes have interface, speed and duplex", () => {
  expect(whole(parseLinkModes)(MODES)).toEqual({ interfaceIndex: 7, speed: 10_000, duplex: 1 });
  expect(whole(parseLinkModes)(MODES.subarray(0, 28))).toEqual({
    interfaceIndex: 7,
    speed: undefined,
    duplex: undefined,
  });
});

test("both survive garbage", () => {
  parserSurvivesGarbage(whole(parseFamilyId), FAMILY);
  parserSurvivesGarbage(whole(parseLinkModes), MODES);
});

const RESULTS = '[{"IfaceName": "eth0", "kind": "fq", "BYTES": 5, "Parent": 0}]';

test("qdisc fixtures: keys in any case, absent numbers 0", () => {
  const [row] = parseQdiscFixtures(Buffer.from(RESULTS), "results.json");
  expect(row).toMatchObject({ device: "eth0", kind: "fq", bytes: 5, parent: 0, drops: 0 });
});

test.each([
  ["no JSON", "{", /^results\.json: /],
  ["no object", "[1]", "results.json: 1 is no object"],
  ["text for a number", '[{"Bytes": "5"}]', "results.json: Bytes is no number"],
  ["a number for a text", '[{"Kind": 5}]', "results.json: Kind is no text"],
])("qdisc fixtures: %s is an error", (_, json, message) => {
  const parse = () => parseQdiscFixtures(Buffer.from(json), "results.json");
  expect(parse).toThrow(ParseError);
  expect(parse).toThrow(message);
});

test("qdisc fixtures survive garbage", () => {
  parserSurvivesGarbage(parseQdiscFixtures, RESULTS);
});
