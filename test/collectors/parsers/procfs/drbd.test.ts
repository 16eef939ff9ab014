import { expect, test } from "vitest";
import { drbdFields } from "../../../../src/collectors/parsers/procfs/drbd.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** Written after the format strings of drbd_seq_show. */
const STATUS = `version: 8.4.11 (api:1/proto:86-101)

 0: cs:Connected ro:Primary/Secondary C r-----
    ns:10 oos:0
12: cs:Unconfigured
`;

test("gives each key and value with its device", () => {
  expect([...drbdFields(Buffer.from(STATUS), "drbd")].map(({ device, key, value }) => [device, key, value])).toEqual([
    ["drbd0", "cs", "Connected"],
    ["drbd0", "ro", "Primary/Secondary"],
    ["drbd0", "ns", "10"],
    ["drbd0", "oos", "0"],
    ["drbd12", "cs", "Unconfigured"],
  ]);
});

test("lines of a device whose number cannot be read are left out", () => {
  const problems: string[] = [];
  const text = STATUS.replace(" 0: cs", " x: cs").replace("version", "a:1 version");
  const fields = [...drbdFields(Buffer.from(text), "drbd", ({ message }) => void problems.push(message))];
  expect(fields.map(({ device, key }) => [device, key])).toEqual([
    ["unknown", "a"],
    ["drbd12", "cs"],
  ]);
});

test("survives garbage", () => parserSurvivesGarbage((bytes) => [...drbdFields(bytes, "drbd")], STATUS));
