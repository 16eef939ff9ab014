import { expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import type { Native } from "../../../src/collectors/kit/host.ts";
import { SkippedRecords } from "../../../src/collectors/kit/skipped-records.ts";
import { reportingNative } from "../../../src/workers/host/reporting-native.ts";

/** The kernel answers with these bytes, one message each; it starts again once when `isInterrupted`. */
function kernel(messages: readonly number[], isInterrupted = false) {
  const report = { current: new SkippedRecords() };
  const answer: Native["netlink"] = (_protocol, _request, receiver) => {
    for (let round = isInterrupted ? 0 : 1; round < 2; round++) {
      receiver.begin();
      const bytes = Buffer.from(messages);
      for (let at = 0; at < bytes.length; at++) receiver.message(16, bytes, at, at + 1);
    }
  };
  return { report, native: reportingNative({ netlink: answer } as Native, report) };
}

/** Reads a message; 0 is one that cannot be read, 255 a fault of the program. */
function reader() {
  const seen: number[] = [];
  const message = (_type: number, bytes: Buffer, start: number): void => {
    const value = bytes.readUInt8(start);
    if (value === 0) throw new ParseError("message too short");
    if (value === 255) throw new TypeError("a fault of the program");
    seen.push(value);
  };
  return { seen, receiver: { begin: () => void seen.splice(0), message } };
}

test("a message that cannot be read is left out and reported", () => {
  const { native, report } = kernel([1, 0, 2, 0]);
  const { seen, receiver } = reader();
  native.netlink(0, Buffer.alloc(0), receiver);
  expect(seen).toEqual([1, 2]);
  expect(report.current).toMatchObject({ count: 2, first: { message: "message too short" } });
});

test("a dump that starts again counts once", () => {
  const { native, report } = kernel([1, 0], true);
  const { seen, receiver } = reader();
  native.netlink(0, Buffer.alloc(0), receiver);
  expect(seen).toEqual([1]);
  expect(report.current.count).toBe(1);
});

test("where no message can be read the first problem is thrown", () => {
  const { native } = kernel([0, 0]);
  expect(() => native.netlink(0, Buffer.alloc(0), reader().receiver)).toThrow(new ParseError("message too short"));
});

test("an answer without messages is in order", () => {
  const { native, report } = kernel([]);
  native.netlink(0, Buffer.alloc(0), reader().receiver);
  expect(report.current.count).toBe(0);
});

test("a fault of the program is thrown", () => {
  const { native } = kernel([1, 255]);
  expect(() => native.netlink(0, Buffer.alloc(0), reader().receiver)).toThrow(TypeError);
});
