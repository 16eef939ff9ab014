import { compareSync, hashSync } from "bcryptjs";
import { expect, test } from "vitest";
import { hashOfNobody, paddingOf } from "../../../../src/main/server/auth/padding.ts";
import { costOf } from "../../../../src/main/server/config/users.ts";

const hashes = [4, 6, 9].map((cost) => [`user${cost}`, hashSync("x", 4).replace("$04$", `$0${cost}$`)] as const);
const users = new Map(hashes);

test.each(hashes)("a wrong password of %s takes as much work as one of nobody", (_user, hash) => {
  const work = [hash, ...paddingOf(hash, users)].map((each) => 2 ** costOf(each));
  expect(work.reduce((sum, each) => sum + each)).toBe(2 ** costOf(hashOfNobody(users)));
});

test("nobody has a hash that can be compared with and that matches nothing", () => {
  expect(hashOfNobody(users)).toHaveLength(60);
  expect(compareSync("", hashOfNobody(users))).toBe(false);
});
