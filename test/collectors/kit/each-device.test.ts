import { expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import { attemptAll, eachDevice } from "../../../src/collectors/kit/each-device.ts";
import { allOrNone } from "../../../src/collectors/parsers/skip.ts";

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
    allOrNone,
  );
  expect(read).toEqual(["a", "b"]);
});

test("a device that is still there and cannot be read is reported, and the others are read", () => {
  const { skip, reports } = reporter();
  const read: string[] = [];
  eachDevice(
    ["a", "broken", "b"],
    () => true,
    (name) => {
      if (name === "broken") throw systemError("EIO");
      read.push(name);
    },
    skip,
  );
  expect({ read, reports }).toEqual({ read: ["a", "b"], reports: ["EIO: read"] });
});

test("where no device can be read, the first failure is thrown", () => {
  const { skip, reports } = reporter();
  const run = () =>
    attemptAll(
      ["a", "b"],
      (name) => {
        throw new ParseError(`${name} is odd`);
      },
      skip,
    );
  expect(run).toThrow("a is odd");
  expect(reports).toEqual(["a is odd", "b is odd"]);
});

test("an error that no removal explains is thrown even when the device has gone", () => {
  expect(() =>
    eachDevice(
      ["a"],
      () => false,
      () => {
        throw systemError("EACCES");
      },
      allOrNone,
    ),
  ).toThrow("EACCES");
});

test("the first of several failures that are no fault of a record is thrown when all is done", () => {
  const done: number[] = [];
  const run = () =>
    attemptAll(
      [1, 2, 3, 4],
      (n) => {
        if (n === 2 || n === 3) throw new Error(`number ${n}`);
        done.push(n);
      },
      allOrNone,
    );
  expect(run).toThrow("number 2");
  expect(done).toEqual([1, 4]);
});

function reporter() {
  const reports: string[] = [];
  return { reports, skip: (problem: Error) => void reports.push(problem.message) };
}
