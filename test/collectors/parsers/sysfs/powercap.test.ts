import { expect, test } from "vitest";
import { zoneNames } from "../../../../src/collectors/parsers/sysfs/powercap.ts";

test("numbers in names are the index, other zones are counted by name", () => {
  expect(zoneNames(["package-0", "core", "dram", "package-1", "core", "psys"])).toEqual([
    { zone: "package", index: "0" },
    { zone: "core", index: "0" },
    { zone: "dram", index: "0" },
    { zone: "package", index: "1" },
    { zone: "core", index: "1" },
    { zone: "psys", index: "0" },
  ]);
});

test("a name with more than one dash stays whole", () => {
  expect(zoneNames(["package-0-die-1", "package-0-die-1", "a-b"])).toEqual([
    { zone: "package-0-die-1", index: "0" },
    { zone: "package-0-die-1", index: "1" },
    { zone: "a-b", index: "0" },
  ]);
});
