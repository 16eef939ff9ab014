import { expect, test } from "vitest";
import softirqs from "../../src/collectors/softirqs.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

test("gives the known kinds by column", async () => {
  const table = "        CPU2   CPU5\n  NET_RX:  7  8\n  FUTURE:  1  1\n  RCU:  9  0\n";
  const { status, text } = await collect(softirqs, { paths: hostTree({ "proc/softirqs": table }) });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_softirqs_functions_total counter
node_softirqs_functions_total{cpu="0",type="NET_RX"} 7
node_softirqs_functions_total{cpu="0",type="RCU"} 9
node_softirqs_functions_total{cpu="1",type="NET_RX"} 8
node_softirqs_functions_total{cpu="1",type="RCU"} 0
`);
});

test.each([
  [{}, "ENOENT"],
  [{ "proc/softirqs": "" }, "no header"],
])("fails with %j", async (files, problem) => {
  const { status, message } = await collect(softirqs, { paths: hostTree(files) });
  expect([status, message]).toEqual(["failed", expect.stringContaining(problem)]);
});

test("reads this machine", async () => {
  const { status, text } = await collect(softirqs);
  expect(status).toBe("ok");
  expect(text).toContain('node_softirqs_functions_total{cpu="0",type="TIMER"} ');
});
