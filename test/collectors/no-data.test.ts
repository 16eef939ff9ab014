import { expect, test } from "vitest";
import { NoDataError } from "../../src/collectors/errors.ts";
import { noDataWhen } from "../../src/collectors/no-data.ts";

test("gives the value back", () => {
  expect(
    noDataWhen(
      () => true,
      () => 3,
    ),
  ).toBe(3);
});

test("turns the errors that it is told of into NoDataError and lets others pass", () => {
  const thrower = (message: string) => () => {
    throw new Error(message);
  };
  const isAbsent = (error: unknown) => error instanceof Error && error.message === "absent";
  expect(() => noDataWhen(isAbsent, thrower("absent"))).toThrow(new NoDataError("absent"));
  expect(() => noDataWhen(isAbsent, thrower("broken"))).toThrow(new Error("broken"));
});
