import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import pressure from "../../src/collectors/pressure.ts";
import { collect, openCollector } from "../support/collect.ts";
import { collectFrom, refusingObstacle } from "../support/refusing-files.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const line = (kind: string, total: number) => `${kind} avg10=0.00 avg60=0.00 avg300=0.00 total=${total}\n`;
const BOTH = line("some", 14036781) + line("full", 2000000);

const gives = async (files: Record<string, string>) => {
  const { status, text } = await collect(pressure, { paths: hostTree(files) });
  return [status, samplesOf(text)];
};

test("gives the stall times of each resource", async () => {
  const [status, samples] = await gives({
    "proc/pressure/cpu": BOTH,
    "proc/pressure/io": BOTH,
    "proc/pressure/memory": BOTH,
    "proc/pressure/irq": line("full", 8494),
  });
  expect(status).toBe("ok");
  expect(samples).toEqual([
    "node_pressure_cpu_waiting_seconds_total 14.036781000000001",
    "node_pressure_io_stalled_seconds_total 2",
    "node_pressure_io_waiting_seconds_total 14.036781000000001",
    "node_pressure_irq_stalled_seconds_total 0.008494",
    "node_pressure_memory_stalled_seconds_total 2",
    "node_pressure_memory_waiting_seconds_total 14.036781000000001",
  ]);
});

test("a resource that the kernel lacks is left out", async () => {
  expect(await gives({ "proc/pressure/cpu": line("some", 1000000) })).toEqual([
    "ok",
    ["node_pressure_cpu_waiting_seconds_total 1"],
  ]);
});

test("a kernel without pressure information has no data", async () => {
  expect(await gives({})).toEqual(["nodata", []]);
});

test.skipIf(refusingObstacle !== undefined)(
  "a kernel that was started without pressure information has no data either (needs root and FUSE)",
  async () => {
    const files = { "pressure/cpu": "", "pressure/io": "", "pressure/memory": "" };
    const refused = Object.fromEntries(Object.keys(files).map((path) => [path, "EOPNOTSUPP"]));
    const { status, samples } = await collectFrom({ collector: "pressure", files, refused });
    expect([status, samples]).toEqual(["nodata", []]);
  },
);

test("a missing line costs itself; without any there is no data", async () => {
  expect(await gives({ "proc/pressure/cpu": BOTH, "proc/pressure/io": line("some", 1) })).toEqual([
    "ok",
    ["node_pressure_cpu_waiting_seconds_total 14.036781000000001", "node_pressure_io_waiting_seconds_total 1e-06"],
  ]);
  expect(await gives({ "proc/pressure/cpu": line("full", 1) })).toEqual(["nodata", []]);
});

test("a damaged file fails", async () => {
  const [status] = await gives({ "proc/pressure/cpu": "some avg10=x\n" });
  expect(status).toBe("failed");
});

test("a missing procfs ends the start", () => {
  expect(() => openCollector(pressure, { paths: { procfs: "/missing" } })).toThrow("--path.procfs: /missing");
});

test.skipIf(!existsSync("/proc/pressure/cpu"))("works on this machine (kernel with PSI only)", async () => {
  const { status, families } = await collect(pressure);
  expect(status).toBe("ok");
  expect(families.has("node_pressure_memory_stalled_seconds_total")).toBe(true);
});
