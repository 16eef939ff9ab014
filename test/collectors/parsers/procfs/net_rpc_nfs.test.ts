import { expect, test } from "vitest";
import { parseNfsClientStats } from "../../../../src/collectors/parsers/procfs/net_rpc_nfs.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const GOOD = `net 9 1 2 3
rpc 4 5 6
proc3 22 ${Array.from({ length: 22 }, (_, index) => index).join(" ")}
proc4 3 7 8 9
`;

test("reads the lines in the kernel's order", () => {
  const stats = parseNfsClientStats(Buffer.from(GOOD), "nfs");
  expect(stats).toMatchObject({ net: [9, 1, 2, 3], rpc: [4, 5, 6], proc2: [], proc4: [7, 8, 9] });
  expect(stats.proc3?.[21]).toBe(21);
});

test("an empty file has no numbers", () => {
  expect(parseNfsClientStats(Buffer.from(""), "nfs")).toEqual({ net: [], rpc: [], proc2: [], proc3: [], proc4: [] });
});

test.each(["proc2 17 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n", "net 1 2 3\n", "rpc 1 2\n"])(
  "refuses %j",
  (text) => {
    expect(() => parseNfsClientStats(Buffer.from(text), "nfs")).toThrow(/^nfs: /);
  },
);

test("survives garbage", () => {
  parserSurvivesGarbage(parseNfsClientStats, GOOD);
});
