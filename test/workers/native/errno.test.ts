import { expect, test } from "vitest";
import { errnoOf } from "../../../src/collectors/kit/errors.ts";
import { systemCallError } from "../../../src/workers/native/errno.ts";

test.each([
  [1, "EPERM"],
  [13, "EACCES"],
  [38, "ENOSYS"],
  [95, "ENOTSUP"],
  [97, "EAFNOSUPPORT"],
  [61, "ENODATA"],
  [66, "E66"],
])("errno %d is %s, as Node names it", (errno, code) => {
  const error = systemCallError(errno, "recv");
  expect(error).toMatchObject({ code, errno: -errno, syscall: "recv" });
  expect(errnoOf(error)).toBe(code);
  expect(error.message).toMatch(new RegExp(`^${code}: .+, recv$`));
});
