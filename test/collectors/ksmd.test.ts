import { expect, test } from "vitest";
import ksmd from "../../src/collectors/ksmd.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const KSM = "sys/kernel/mm/ksm";

test("gives each attribute, times in seconds", async () => {
  const paths = hostTree({
    [`${KSM}/full_scans`]: "323\n",
    [`${KSM}/general_profit`]: "4096\n",
    [`${KSM}/merge_across_nodes`]: "1\n",
    [`${KSM}/pages_shared`]: "2\n",
    [`${KSM}/pages_sharing`]: "3\n",
    [`${KSM}/pages_to_scan`]: "100\n",
    [`${KSM}/pages_unshared`]: "5\n",
    [`${KSM}/pages_volatile`]: "6\n",
    [`${KSM}/run`]: "2\n",
    [`${KSM}/sleep_millisecs`]: "20\n",
    [`${KSM}/smart_scan`]: "not asked for\n",
  });
  const { status, text } = await collect(ksmd, { paths });
  expect(status).toBe("ok");
  expect(text.replaceAll(/# TYPE .*\n/g, "")).toBe(`node_ksmd_full_scans_total 323
node_ksmd_general_profit_bytes 4096
node_ksmd_merge_across_nodes 1
node_ksmd_pages_shared 2
node_ksmd_pages_sharing 3
node_ksmd_pages_to_scan 100
node_ksmd_pages_unshared 5
node_ksmd_pages_volatile 6
node_ksmd_run 2
node_ksmd_sleep_seconds 0.02
`);
  expect(text).toContain("# TYPE node_ksmd_full_scans_total counter");
  expect(text).toContain("# TYPE node_ksmd_run gauge");
});

test("a missing attribute costs only itself", async () => {
  const { status, text } = await collect(ksmd, { paths: hostTree({ [`${KSM}/run`]: "0\n" }) });
  expect([status, text]).toEqual(["ok", "# TYPE node_ksmd_run gauge\nnode_ksmd_run 0\n"]);
});

test("a kernel without ksm gives nothing", async () => {
  const { status, text } = await collect(ksmd, { paths: hostTree({}) });
  expect([status, text]).toEqual(["ok", ""]);
});

test("merging may cost more than it saves", async () => {
  const { status, text } = await collect(ksmd, { paths: hostTree({ [`${KSM}/general_profit`]: "-640\n" }) });
  expect([status, text]).toEqual(["ok", expect.stringContaining("node_ksmd_general_profit_bytes -640\n")]);
});

test.each([
  ["run", "yes"],
  ["pages_shared", "-1"],
  ["sleep_millisecs", ""],
])("fails when %s is %j", async (name, content) => {
  const { status, message } = await collect(ksmd, { paths: hostTree({ [`${KSM}/${name}`]: content }) });
  expect([status, message]).toEqual([
    "failed",
    expect.stringContaining(`${name}: ${JSON.stringify(content)} is not a`),
  ]);
});
