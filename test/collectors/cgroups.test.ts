import { expect, test } from "vitest";
import cgroups from "../../src/collectors/cgroups.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

test("gives number and switch of each controller", async () => {
  const paths = hostTree({ "proc/cgroups": "#subsys_name hierarchy num_cgroups enabled\npids 4 30 1\ncpu 1 7 0\n" });
  const { status, text } = await collect(cgroups, { paths });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_cgroups_cgroups gauge
node_cgroups_cgroups{subsys_name="cpu"} 7
node_cgroups_cgroups{subsys_name="pids"} 30
# TYPE node_cgroups_enabled gauge
node_cgroups_enabled{subsys_name="cpu"} 0
node_cgroups_enabled{subsys_name="pids"} 1
`);
});

test("fails without the file", async () => {
  const { status, message } = await collect(cgroups, { paths: hostTree({}) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});
