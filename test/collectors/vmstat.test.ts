import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/collectors/kit/errors.ts";
import vmstat from "../../src/collectors/vmstat.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const VMSTAT = "nr_free_pages 7\npgpgin 1\npswpout 2\npgmajfault 3\noom_kill 4\npgfree 5\n";

test("shows paging, faults and the OOM killer by default", async () => {
  const { status, text } = await collect(vmstat, { paths: hostTree({ "proc/vmstat": VMSTAT }) });
  expect(status).toBe("ok");
  expect(text).toBe(`# TYPE node_vmstat_oom_kill untyped
node_vmstat_oom_kill 4
# TYPE node_vmstat_pgmajfault untyped
node_vmstat_pgmajfault 3
# TYPE node_vmstat_pgpgin untyped
node_vmstat_pgpgin 1
# TYPE node_vmstat_pswpout untyped
node_vmstat_pswpout 2
`);
});

test("--collector.vmstat.fields chooses by an unanchored pattern", async () => {
  const { families } = await collect(vmstat, {
    paths: hostTree({ "proc/vmstat": VMSTAT }),
    flags: { "collector.vmstat.fields": "free" },
  });
  expect([...families.keys()]).toEqual(["node_vmstat_nr_free_pages", "node_vmstat_pgfree"]);
});

test("a bad pattern ends the start", () => {
  expect(() => openCollector(vmstat, { flags: { "collector.vmstat.fields": "[" } })).toThrow(ConfigurationError);
});

test("a field that is not shown is reported as well when it does not parse", async () => {
  const { status, message } = await collect(vmstat, { paths: hostTree({ "proc/vmstat": "pgpgin 1\nother x\n" }) });
  expect([status, message]).toEqual(["ok", expect.stringContaining('vmstat: "x" is not a number in "other x"')]);
});

test("fails without the file", async () => {
  expect((await collect(vmstat, { paths: hostTree({}) })).message).toContain("ENOENT");
});
