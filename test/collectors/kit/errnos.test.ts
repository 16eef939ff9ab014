import { expect, test } from "vitest";
import {
  FORBIDDEN,
  GONE,
  hasErrno,
  HIDDEN,
  MISSING,
  REFUSED,
  NO_DEVICE,
  PERHAPS_GONE,
} from "../../../src/collectors/kit/errnos.ts";

const SETS = { MISSING, FORBIDDEN, HIDDEN, GONE, REFUSED, NO_DEVICE, PERHAPS_GONE };

test.each([
  ["ENOENT", ["MISSING", "HIDDEN", "GONE", "PERHAPS_GONE"]],
  ["EACCES", ["FORBIDDEN", "HIDDEN", "REFUSED"]],
  ["EPERM", ["FORBIDDEN", "HIDDEN", "REFUSED"]],
  ["ENODEV", ["GONE", "NO_DEVICE", "PERHAPS_GONE"]],
  ["EAFNOSUPPORT", ["REFUSED"]],
  ["EIO", ["PERHAPS_GONE"]],
  ["EINVAL", []],
])("%s is one of %j", (code, want) => {
  const error = Object.assign(new Error("failed"), { code });
  const found = Object.entries(SETS).filter(([, errnos]) => hasErrno(error, errnos));
  expect(found.map(([name]) => name)).toEqual(want);
});

test("what is not the error of a system call has none of them", () => {
  for (const thrown of [undefined, "ENOENT", new Error("ENOENT")]) expect(hasErrno(thrown, MISSING)).toBe(false);
});
