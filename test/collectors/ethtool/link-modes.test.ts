import { expect, test } from "vitest";
import { hasBit, modesOf, portsOf } from "../../../src/collectors/ethtool/link-modes.ts";

const names = (mask: number) => modesOf(mask).map(({ mode, duplex }) => `${mode}/${duplex}`);

test.each([
  [0x0000_0003, ["10baseT/half", "10baseT/full"]],
  [0x0000_0020, ["1000baseT/full"]],
  [0x0000_8000, []],
  [0x8000_1000, ["10000baseT/full", "25000baseCR/full"]],
  [0x0020_0000, ["20000baseMLD2/full"]],
])("mask %i holds %j", (mask, want) => {
  expect(names(mask)).toEqual(want);
});

test("a full mask has all 22 modes and six ports", () => {
  expect(modesOf(0xffff_ffff)).toHaveLength(22);
  expect(portsOf(0xffff_ffff)).toEqual(["TP", "AUI", "MII", "FIBRE", "BNC", "Backplane"]);
  expect(portsOf(0)).toEqual([]);
  expect([hasBit(0x8000_0000, 31), hasBit(0x8000_0000, 30)]).toEqual([true, false]);
});
