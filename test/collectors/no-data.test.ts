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
  expect(() => noDataWhen(isAbsent, thrower("absent"))).toThrow(new NoDataError("absent"));
  expect(() => noDataWhen(isAbsent, thrower("broken"))).toThrow(new Error("broken"));
});

function thrower(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && error.message === "absent";
}
