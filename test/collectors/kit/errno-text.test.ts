import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { expect, test } from "vitest";
import { errnoNumber, errnoText } from "../../../src/collectors/kit/errno-text.ts";

test.each([
  ["EPERM", "operation not permitted"],
  ["EIO", "input/output error"],
  ["EACCES", "permission denied"],
  ["ENOTCONN", "transport endpoint is not connected"],
  ["ETIMEDOUT", "connection timed out"],
  ["EHOSTDOWN", "host is down"],
  ["ESTALE", "stale NFS file handle"],
] as const)("%s", (name, text) => {
  const numbers: Readonly<Record<string, number>> = { ...constants.errno, EHOSTDOWN: 112 };
  expect(errnoText(numbers[name] ?? 0)).toBe(text);
});

test.each([0, -1, 41, 58, 134, 524])("%d has no text", (errno) => {
  expect(errnoText(errno)).toBe(`errno ${errno}`);
});

test("takes the number out of a failed call", () => {
  const failure = (() => {
    try {
      return readFileSync("/proc/self/nothing");
    } catch (error) {
      return error;
    }
  })();
  expect(errnoNumber(failure)).toBe(2);
  expect(errnoNumber(new Error("other"))).toBeUndefined();
  expect(errnoNumber(undefined)).toBeUndefined();
});
