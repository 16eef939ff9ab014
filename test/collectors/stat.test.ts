import { expect, test } from "vitest";
import stat from "../../src/collectors/stat.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const STAT =
  "cpu  1 2 3\ncpu0 1 2 3\nintr 70 8 9\nctxt 20\nbtime 1418183276\nprocesses 30\nprocs_running 2\nprocs_blocked 1\nsoftirq 55 1 2 3 4 5 6 7 8 9 10\n";

test("gives the kernel's activity", async () => {
  const { status, text } = await collect(stat, { paths: hostTree({ "proc/stat": STAT }) });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    "node_boot_time_seconds 1.418183276e+09",
    "node_context_switches_total 20",
    "node_forks_total 30",
    "node_intr_total 70",
    "node_procs_blocked 1",
    "node_procs_running 2",
  ]);
});

test("--collector.stat.softirq adds each vector", async () => {
  const { families } = await collect(stat, {
    paths: hostTree({ "proc/stat": STAT }),
    flags: { "collector.stat.softirq": true },
  });
  expect(families.get("node_softirqs_total")).toBe(
    `# TYPE node_softirqs_total counter
node_softirqs_total{vector="block"} 5
node_softirqs_total{vector="block_iopoll"} 6
node_softirqs_total{vector="hi"} 1
node_softirqs_total{vector="hrtimer"} 9
node_softirqs_total{vector="net_rx"} 4
node_softirqs_total{vector="net_tx"} 3
node_softirqs_total{vector="rcu"} 10
node_softirqs_total{vector="sched"} 8
node_softirqs_total{vector="tasklet"} 7
node_softirqs_total{vector="timer"} 2
`,
  );
});

test("a short softirq line costs itself", async () => {
  const { status, skipped, families } = await collect(stat, {
    paths: hostTree({ "proc/stat": "ctxt 5\nsoftirq 1 2\n" }),
  });
  expect([status, skipped, families.size]).toEqual(["ok", 1, 6]);
});

test("fails without the file", async () => {
  const { status, message } = await collect(stat, { paths: hostTree({}) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});

test("a missing procfs ends the start", () => {
  expect(() => openCollector(stat, { paths: { procfs: "/missing" } })).toThrow("--path.procfs: /missing");
});
