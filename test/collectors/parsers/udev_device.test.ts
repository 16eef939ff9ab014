import { expect, test } from "vitest";
import { parseUdevDevice } from "../../../src/collectors/parsers/udev_device.ts";

test("reads the properties and nothing else", () => {
  const properties = parseUdevDevice(
    Buffer.from("S:disk/by-id/x\nI:123\nE:ID_MODEL=A=B\nE:ID_MODEL=C=D\nE:EMPTY=\nE:=x\nE:NONE\nG:systemd\nE:LAST=1"),
  );
  expect([...properties]).toEqual([
    ["ID_MODEL", "C=D"],
    ["EMPTY", ""],
    ["LAST", "1"],
  ]);
});
