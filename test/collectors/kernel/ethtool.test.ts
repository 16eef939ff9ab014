import { expect, test } from "vitest";
import {
  Ethtool,
  parseDriverInfo,
  parseLinkSettings,
  parseStatistics,
} from "../../../src/collectors/kernel/ethtool.ts";
import { createNative } from "../../../src/workers/native/native.ts";
import { parserSurvivesGarbage } from "../../support/garbage.ts";

test("link settings: both halves of the speed, and a speed that is not known", () => {
  const bytes = Buffer.alloc(44);
  bytes.writeUInt32LE(0xffff_fffe, 4);
  bytes.writeUInt32LE(2, 8);
  bytes.writeUInt16LE(100_000 % 65_536, 12);
  bytes.writeUInt16LE(1, 28);
  bytes[14] = 1;
  bytes[18] = 1;
  const settings = { supported: 0xffff_fffe, advertising: 2, speed: 100_000, duplex: 1, autonegotiation: 1 };
  expect(parseLinkSettings(bytes)).toEqual(settings);
  bytes.writeUInt16LE(0xffff, 12);
  bytes.writeUInt16LE(0xffff, 28);
  expect(parseLinkSettings(bytes).speed).toBe(-1);
});

test("driver information: five texts and the number of statistics", () => {
  const bytes = Buffer.alloc(196);
  for (const [i, text] of ["virtio_net", "1.0.0", "fw", "0000:00:03.0", "rom"].entries()) bytes.write(text, 4 + i * 32);
  bytes.writeUInt32LE(20, 180);
  expect(parseDriverInfo(bytes)).toEqual({
    driver: "virtio_net",
    version: "1.0.0",
    firmwareVersion: "fw",
    busInfo: "0000:00:03.0",
    expansionRomVersion: "rom",
    statistics: 20,
  });
});

const NAMES = Buffer.alloc(12 + 3 * 32);
NAMES.writeUInt32LE(3, 8);
for (const [i, name] of ["a", "b", "x".repeat(32)].entries()) NAMES.write(name, 12 + i * 32);

test("statistics: names with values, as many as both have", () => {
  const values = Buffer.alloc(8 + 3 * 8);
  values.writeUInt32LE(3, 4);
  for (const i of [0, 1, 2]) values.writeBigUInt64LE(2n ** 40n + BigInt(i), 8 + i * 8);
  expect(parseStatistics(NAMES, values)).toEqual([
    { name: "a", value: 2 ** 40 },
    { name: "b", value: 2 ** 40 + 1 },
    { name: "x".repeat(32), value: 2 ** 40 + 2 },
  ]);
  values.writeUInt32LE(1, 4);
  expect(parseStatistics(NAMES, values)).toHaveLength(1);
  values.writeUInt32LE(4_000_000_000, 4);
  expect(parseStatistics(NAMES, values)).toHaveLength(3);
});

test("statistics survive garbage", () => {
  parserSurvivesGarbage(
    (bytes) => parseStatistics(Buffer.concat([bytes, Buffer.alloc(12)]), Buffer.concat([bytes, Buffer.alloc(8)])),
    NAMES,
  );
});

test("the loopback has a driver-less answer or none, a missing interface is ENODEV", () => {
  const ethtool = new Ethtool(createNative());
  expect(() => ethtool.driverInfo("nonexistent0")).toThrow(expect.objectContaining({ code: "ENODEV" }));
  expect(() => ethtool.linkSettings("lo")).toThrow(expect.objectContaining({ code: "ENOTSUP" }));
});
