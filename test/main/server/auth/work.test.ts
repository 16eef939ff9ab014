import { compareSync, hashSync } from "bcryptjs";
import { expect, test } from "vitest";
import { workOf } from "../../../../src/main/server/auth/work.ts";
import { costOf } from "../../../../src/main/server/config/users.ts";

function work(...costs: readonly number[]): [nobody: number, longest: number] {
  const hash = (cost: number) => hashSync("x", 4).replace("$04$", `$${String(cost).padStart(2, "0")}$`);
  const { hashOfNobody, longest } = workOf(new Map(costs.map((cost) => [`user${cost}`, hash(cost)])));
  return [costOf(hashOfNobody), longest];
}

test("an unknown user costs as much as the cheapest user, and never much", () => {
  expect(work(10)).toEqual([10, 1]);
  expect(work(4, 6, 9)).toEqual([4, 32]);
  expect(work(14)).toEqual([12, 4]);
});

test("nobody has a hash that can be compared with and that matches nothing", () => {
  const { hashOfNobody } = workOf(new Map([["alice", hashSync("x", 4)]]));
  expect(hashOfNobody).toHaveLength(60);
  expect(compareSync("", hashOfNobody)).toBe(false);
});
