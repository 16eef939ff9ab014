import { expect, test } from "vitest";
import kernelHung from "../../src/collectors/kernel_hung.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

const FILE = "proc/sys/kernel/hung_task_detect_count";

test("gives the count", async () => {
  const { text } = await collect(kernelHung, { paths: hostTree({ [FILE]: "42\n" }) });
  expect(text).toBe("# TYPE node_kernel_hung_tasks_total counter\nnode_kernel_hung_tasks_total 42\n");
});

test("an older kernel has no data", async () => {
  expect((await collect(kernelHung, { paths: hostTree({}) })).status).toBe("nodata");
});

test("a damaged file fails", async () => {
  const { status, message } = await collect(kernelHung, { paths: hostTree({ [FILE]: "x\n" }) });
  expect([status, message]).toEqual(["failed", expect.stringContaining('"x" is not a number')]);
});

test("a missing procfs ends the start", () => {
  expect(() => openCollector(kernelHung, { paths: { procfs: "/missing" } })).toThrow("--path.procfs: /missing");
});
