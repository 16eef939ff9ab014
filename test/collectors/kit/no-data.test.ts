import { expect, test } from "vitest";
import { NoDataError } from "../../../src/collectors/kit/errors.ts";
import { MISSING } from "../../../src/collectors/kit/errnos.ts";
import { absent, orNoData } from "../../../src/collectors/kit/no-data.ts";

test("an absent path is the same NoDataError on every scrape", () => {
  expect(absent("class/nvme")).toEqual(new NoDataError("class/nvme does not exist or may not be read"));
  expect(absent("class/nvme")).toBe(absent("class/nvme"));
  expect(absent("class/nvme")).not.toBe(absent("class/hwmon"));
});

test("a value is passed on", () => {
  expect(orNoData(MISSING, () => 3)).toBe(3);
});

test("an error with one of the errnos becomes NoDataError, others are thrown", () => {
  expect(orNoData(MISSING, thrower("ENOENT"))).toEqual(new NoDataError("failed with ENOENT"));
  expect(() => orNoData(MISSING, thrower("EACCES"))).toThrow("failed with EACCES");
});

function thrower(code: string): () => never {
  return () => {
    throw Object.assign(new Error(`failed with ${code}`), { code });
  };
}
