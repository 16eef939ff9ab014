import { expect, test } from "vitest";
import { attemptAll, eachDevice } from "../../../src/collectors/kit/each-device.ts";

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: read`), { code });
}

test("a removed device is left out", () => {
  const read: string[] = [];
  eachDevice(
    ["a", "gone", "b"],
    (name) => name !== "gone",
    (name) => {
      if (name === "gone") throw systemError("ENODEV");
      read.push(name);
    },
  );
  expect(read).toEqual(["a", "b"]);
});

test("a device that is still there and fails ends the update with the others read", () => {
  const read: string[] = [];
  const run = () =>
    eachDevice(
      ["a", "broken", "b"],
      () => true,
      (name) => {
        if (name === "broken") throw systemError("EIO");
        read.push(name);
      },
    );
  expect(run).toThrow("EIO: read");
  expect(read).toEqual(["a", "b"]);
});

test("an error that no removal explains is thrown even when the device has gone", () => {
  expect(() =>
    eachDevice(
      ["a"],
      () => false,
      () => {
        throw systemError("EACCES");
      },
    ),
  ).toThrow("EACCES");
});

test("the first of several failures is thrown", () => {
  expect(() =>
    attemptAll([1, 2, 3], (n) => {
      if (n > 1) throw new Error(`number ${n}`);
    }),
  ).toThrow("number 2");
});
