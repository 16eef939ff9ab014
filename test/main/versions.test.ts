import { expect, test } from "vitest";
import { isOlder } from "../../src/main/versions.ts";

test.each([
  ["22.13.1", true],
  ["9.99", true],
  ["22", true],
  ["22.14.0", false],
  ["22.14.0-nightly", false],
  ["22.14-rc1", false],
  ["22.15.0", false],
  ["100.0.0", false],
])("%s is older than 22.14: %s", (version, older) => {
  expect(isOlder(version, [22, 14])).toBe(older);
});
