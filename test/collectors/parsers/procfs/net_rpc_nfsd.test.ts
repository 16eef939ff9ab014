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
  const { v2, v3, v4Operations, ...rest } = parseNfsServerStats(Buffer.from(GOOD), "nfsd");
  expect(rest).toEqual({
    replyCacheHits: 1,
    replyCacheMisses: 2,
    replyCacheNoCache: 3,
    staleFileHandles: 4,
    readBytes: 5,
    writtenBytes: 6,
    threads: 8,
    readAheadCacheSize: 32,
    readAheadNotFound: 7,
    udpPackets: 8,
    tcpPackets: 9,
    connections: 10,
    rpcs: 11,
    badFormat: 1,
    badAuth: 2,
    badClient: 3,
    writeDelegationGetattr: 14,
  });
  expect([v2.length, v3.length, v4Operations]).toEqual([18, 22, OPERATIONS]);
});

test("an empty file is all zeros", () => {
  expect(parseNfsServerStats(Buffer.from(""), "nfsd")).toMatchObject({ threads: 0, writeDelegationGetattr: undefined });
});

test.each([
  "rc 1 2\n",
  "fh 1 2 3 4\n",
  "io 1\n",
  "th 8\n",
  "ra 1 2 3\n",
  "net 1 2 3\n",
  "rpc 1 2 3 4\n",
  "proc4 3 1 2 3\n",
  "proc4ops 2 1 2\n",
  "wdeleg_getattr 1 2\n",
  "other 1\n",
])("refuses %j", (text) => {
  expect(() => parseNfsServerStats(Buffer.from(text), "nfsd")).toThrow(/^nfsd: /);
});

test("survives garbage", () => {
  parserSurvivesGarbage(parseNfsServerStats, GOOD);
});
