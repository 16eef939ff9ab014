import { expect, test } from "vitest";
import {
  DEV_INFO_BYTES,
  encodeBtrfsDeviceId,
  encodeBtrfsDevStats,
  FS_INFO_BYTES,
  parseBtrfsDevInfo,
  parseBtrfsDevStats,
  parseBtrfsFsInfo,
} from "../../../../src/collectors/parsers/syscall/btrfs.ts";

test("reads the file system's identity and its largest device number", () => {
  const struct = Buffer.alloc(FS_INFO_BYTES);
  struct.writeBigUInt64LE(7n, 0);
  struct.writeBigUInt64LE(3n, 8);
  struct.write("3dd8467c63f648ef8caccc512dc65049", 16, "hex");
  expect(parseBtrfsFsInfo(struct)).toEqual({ maxId: 7, devices: 3, fsid: "3dd8467c63f648ef8caccc512dc65049" });
});

test("reads a device", () => {
  const struct = encodeBtrfsDeviceId(2, DEV_INFO_BYTES);
  expect(struct.readBigUInt64LE(0)).toBe(2n);
  struct.write("00112233445566778899aabbccddeeff", 8, "hex");
  struct.writeBigUInt64LE(400n, 24);
  struct.writeBigUInt64LE(1000n, 32);
  struct.write("/dev/mapper/data", 3072);
  expect(parseBtrfsDevInfo(struct)).toEqual({
    uuid: "00112233-4455-6677-8899-aabbccddeeff",
    total: 1000,
    unused: 600,
    path: "/dev/mapper/data",
  });
});

test("reads a missing device, and one that uses more than it has", () => {
  expect(parseBtrfsDevInfo(Buffer.alloc(DEV_INFO_BYTES))).toEqual({ uuid: "<zero>", total: 0, unused: 0, path: "" });
  const struct = Buffer.alloc(DEV_INFO_BYTES, "x");
  struct.writeBigUInt64LE(1n, 24);
  struct.writeBigUInt64LE(0n, 32);
  expect(parseBtrfsDevInfo(struct)).toMatchObject({ unused: 2 ** 64, path: "x".repeat(1024) });
});

test("reads errors in the kernel's order", () => {
  const struct = encodeBtrfsDevStats(9);
  expect([struct.readBigUInt64LE(0), struct.readBigUInt64LE(8)]).toEqual([9n, 5n]);
  for (const value of [1, 2, 3, 4, 5]) struct.writeBigUInt64LE(BigInt(value), 16 + value * 8);
  expect(parseBtrfsDevStats(struct)).toEqual({ write: 1, read: 2, flush: 3, corruption: 4, generation: 5 });
});
