import { expect, test } from "vitest";
import { Verdicts } from "../../../../src/main/server/auth/verdicts.ts";

test("parts that join to the same text have different keys", () => {
  const verdicts = new Verdicts();
  const keys = [
    ["ab", "c", "d"],
    ["a", "bc", "d"],
    ["a", "b", "cd"],
    ["abc", "", "d"],
    ["", "abcd", ""],
  ].map(([user = "", hash = "", password = ""]) => verdicts.key(user, hash, password));
  expect(new Set(keys).size).toBe(keys.length);
});

test("a flood of wrong logins pushes out no right one, and only the oldest wrong ones", () => {
  const verdicts = new Verdicts();
  verdicts.set("right", true);
  for (let i = 0; i < 1500; i++) verdicts.set(`wrong ${i}`, false);
  expect(verdicts.get("right")).toBe(true);
  expect(verdicts.get("wrong 1499")).toBe(false);
  expect(verdicts.get("wrong 500")).toBe(false);
  expect(verdicts.get("wrong 499")).toBeUndefined();
});
