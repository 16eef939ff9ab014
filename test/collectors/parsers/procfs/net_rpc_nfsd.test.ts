import { expect, test } from "vitest";
import { parseNfsServerStats } from "../../../../src/collectors/parsers/procfs/net_rpc_nfsd.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const OPERATIONS = Array.from({ length: 76 }, (_, index) => 100 + index);

const GOOD = `rc 1 2 3
fh 4 0 0 0 0
io 5 6
th 8 0 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000
ra 32 0 0 0 0 0 0 0 0 0 0 7
net 17 8 9 10
rpc 11 6 1 2 3
proc2 18 ${"0 ".repeat(18)}
proc3 22 ${"0 ".repeat(22)}
proc4 2 12 13
proc4ops 76 ${OPERATIONS.join(" ")}
wdeleg_getattr 14
`;

test("reads every line", () => {
  const { proc2, proc3, proc4ops, ...rest } = parseNfsServerStats(Buffer.from(GOOD), "nfsd");
  expect(rest).toEqual({
    rc: [1, 2, 3],
    fh: [4, 0, 0, 0, 0],
    io: [5, 6],
    th: [8, 0],
    ra: [32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7],
    net: [17, 8, 9, 10],
    rpc: [11, 6, 1, 2, 3],
    wdeleg_getattr: [14],
  });
  expect([proc2?.length, proc3?.length, proc4ops]).toEqual([18, 22, OPERATIONS]);
});

test("an empty file has no numbers", () => {
  expect(parseNfsServerStats(Buffer.from(""), "nfsd")).toMatchObject({ th: [], wdeleg_getattr: [] });
});

test.each([
  "rc 1 2\n",
  "fh 1 2 3 4\n",
  "io 1\n",
  "th 8\n",
  "ra 1 2 3\n",
  "net 1 2 3\n",
  "rpc 1 2 3 4\n",
  "proc4ops 2 1 2\n",
  "wdeleg_getattr\n",
])("refuses %j", (text) => {
  expect(() => parseNfsServerStats(Buffer.from(text), "nfsd")).toThrow(/^nfsd: /);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseNfsServerStats, GOOD);
});
