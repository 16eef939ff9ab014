import { compareSync, hashSync } from "bcryptjs";
import { expect, test } from "vitest";
import { workOf } from "../../../../src/main/server/auth/work.ts";
import { costOf } from "../../../../src/main/server/config/users.ts";

function work(...costs: readonly number[]): [nobody: number, isEven: boolean, longest: number, times: number[]] {
  const hashes = costs.map((cost) => hashSync("x", 4).replace("$04$", `$${String(cost).padStart(2, "0")}$`));
  const { hashOfNobody, isEven, longest, times } = workOf(new Map(hashes.map((hash, i) => [`user${i}`, hash])));
  return [costOf(hashOfNobody), isEven, longest, hashes.map(times)];
}

test("an unknown user costs as much as users do, but never much, nor too little to be measured where these differ", () => {
  expect(work(4, 4)).toEqual([4, true, 1, [1, 1]]);
  expect(work(11)).toEqual([11, true, 1, [1]]);
  expect(work(14)).toEqual([12, false, 4, [4]]);
  expect(work(5, 9)).toEqual([9, false, 1, [1 / 16, 1]]);
  expect(work(4, 13)).toEqual([10, false, 8, [1 / 64, 8]]);
  expect(work(11, 13)).toEqual([11, false, 4, [1, 4]]);
});

test("nobody has a hash that can be compared with and that matches nothing", () => {
  const { hashOfNobody } = workOf(new Map([["alice", hashSync("x", 4)]]));
  expect(hashOfNobody).toHaveLength(60);
  expect(compareSync("", hashOfNobody)).toBe(false);
});
