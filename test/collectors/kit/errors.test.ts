import { expect, test } from "vitest";
import { errnoOf, messageOf } from "../../../src/collectors/kit/errors.ts";

test.each([
  ["ENOENT", "ENOENT"],
  ["E2BIG", "E2BIG"],
  ["EAI_AGAIN", "EAI_AGAIN"],
  ["ERR_INVALID_ARG_TYPE", undefined],
  [2, undefined],
])("the errno of an error with the code %j is %j", (code, name) => {
  expect(errnoOf(Object.assign(new Error("failed"), { code }))).toBe(name);
});

test("what is no error has no errno", () => {
  for (const thrown of [undefined, "ENOENT", { code: "ENOENT" }, new Error("ENOENT")])
    expect(errnoOf(thrown)).toBeUndefined();
});

test("a message comes from an error, from each of several, or names what was thrown", () => {
  expect(messageOf(new Error("broken"))).toBe("broken");
  expect(messageOf(new AggregateError([new Error("a"), new Error("b")]))).toBe("a; b");
  expect(messageOf("secret")).toBe("thrown value of type string");
});
