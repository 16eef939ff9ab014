import { expect, test } from "vitest";
import buddyinfo from "../../src/collectors/buddyinfo.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

test("gives the blocks of each zone and order", async () => {
  const paths = hostTree({ "proc/buddyinfo": "Node 1, zone   Normal    5    0    7 \n" });
  const { status, text } = await collect(buddyinfo, { paths });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_buddyinfo_blocks gauge
node_buddyinfo_blocks{node="1",size="0",zone="Normal"} 5
node_buddyinfo_blocks{node="1",size="1",zone="Normal"} 0
node_buddyinfo_blocks{node="1",size="2",zone="Normal"} 7
`);
});

test("fails without the file", async () => {
  const { status, message } = await collect(buddyinfo, { paths: hostTree({}) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});

test("refuses a procfs that is not there", () => {
  expect(() => openCollector(buddyinfo, { paths: { procfs: "/nonexistent" } })).toThrow("--path.procfs: /nonexistent");
});
