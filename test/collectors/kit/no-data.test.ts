import { describe, expect, test } from "vitest";
import { NoDataError } from "../../../src/collectors/kit/errors.ts";
import { noDataIf, orNoData } from "../../../src/collectors/kit/no-data.ts";

describe("noDataIf", () => {
  test("turns an error that it is told of into NoDataError, the same one each time", () => {
    const error = new Error("absent");
    const noData = noDataIf(isAbsent, error);
    expect(noData).toEqual(new NoDataError("absent", { cause: error }));
    expect(noDataIf(isAbsent, error)).toBe(noData);
  });

  test("throws any other", () => {
    const error = new Error("broken");
    expect(() => noDataIf(isAbsent, error)).toThrow(error);
  });
});

describe("orNoData", () => {
  test("gives the value back", () => {
    expect(
      orNoData(
        () => true,
        () => 3,
      ),
    ).toBe(3);
  });

  test("gives back NoDataError for the errors that it is told of and lets others pass", () => {
    expect(orNoData(isAbsent, thrower("absent"))).toEqual(new NoDataError("absent"));
    expect(() => orNoData(isAbsent, thrower("broken"))).toThrow(new Error("broken"));
  });
});

function thrower(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && error.message === "absent";
}
