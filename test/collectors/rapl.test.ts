import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import rapl from "../../src/collectors/rapl.ts";
import { collect } from "../support/collect.ts";
import { collectFrom, refusingObstacle } from "../support/refusing-files.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const CAP = "sys/class/powercap";

function zone(entry: string, name: string, energy: string): Record<string, string> {
  return {
    [`${CAP}/${entry}/name`]: `${name}\n`,
    [`${CAP}/${entry}/max_energy_range_uj`]: "262143328850\n",
    [`${CAP}/${entry}/energy_uj`]: `${energy}\n`,
  };
}

const HOST = {
  ...zone("intel-rapl:0", "package-0", "1500000"),
  ...zone("intel-rapl:0:0", "core", "250000"),
  ...zone("intel-rapl:1", "package-1", "2500000"),
  ...zone("intel-rapl:1:0", "core", "1"),
  ...zone("intel-rapl:2", "package-2-die-0", "4000000"),
  [`${CAP}/intel-rapl/enabled`]: "1\n",
  [`${CAP}/dtpm:0/name`]: "dtpm\n",
};

test("the label path is clean, however sysfs was given", async () => {
  const paths = hostTree(zone("intel-rapl:0", "package-0", "1500000"));
  const { text } = await collect(rapl, { paths: { ...paths, sysfs: `${paths.rootfs}/./proc/..//sys/` } });
  expect(text).toContain(`path="${paths.sysfs}/class/powercap/intel-rapl:0"`);
});

test("a family a zone", async () => {
  const paths = hostTree(HOST);
  const path = `${paths.sysfs}/class/powercap`;
  const { status, text } = await collect(rapl, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    `node_rapl_core_joules_total{index="0",path="${path}/intel-rapl:0:0"} 0.25`,
    `node_rapl_core_joules_total{index="1",path="${path}/intel-rapl:1:0"} 1e-06`,
    `node_rapl_package_2_die_0_joules_total{index="0",path="${path}/intel-rapl:2"} 4`,
    `node_rapl_package_joules_total{index="0",path="${path}/intel-rapl:0"} 1.5`,
    `node_rapl_package_joules_total{index="1",path="${path}/intel-rapl:1"} 2.5`,
  ]);
});

test("--collector.rapl.enable-zone-label gives one family", async () => {
  const paths = hostTree(zone("intel-rapl:0", "package-0", "1500000"));
  const { text } = await collect(rapl, { paths, flags: { "collector.rapl.enable-zone-label": true } });
  expect(text).toBe(
    `# TYPE node_rapl_joules_total counter\nnode_rapl_joules_total{index="0",path="${paths.sysfs}/class/powercap/intel-rapl:0",rapl_zone="package"} 1.5\n`,
  );
});

test.each([
  ["without the folder", {}],
  ["without a meter", { [`${CAP}/dtpm:0/name`]: "dtpm\n" }],
  ["when a counter is gone", { [`${CAP}/a/name`]: "core\n", [`${CAP}/a/max_energy_range_uj`]: "1\n" }],
])("no data %s", async (_, files) => {
  expect(await collect(rapl, { paths: hostTree(files) })).toMatchObject({ status: "nodata", text: "" });
});

test.each([
  ["an empty folder", {}],
  ["control types without zones", { [`${CAP}/intel-rapl/enabled`]: "1\n" }],
])("%s is no failure", async (_, files) => {
  const paths = hostTree(files);
  mkdirSync(join(paths.sysfs, "class/powercap"), { recursive: true });
  expect(await collect(rapl, { paths })).toMatchObject({ status: "ok", text: "" });
});

test.skipIf(refusingObstacle !== undefined).each(["ENODATA", "ENODEV", "EACCES"])(
  "a zone whose name is refused with %s is none (needs root and FUSE)",
  async (errno) => {
    const zones = { ...zone("intel-rapl:0", "package-0", "1500000"), ...zone("idle", "idle", "1") };
    const files = Object.fromEntries(Object.entries(zones).map(([path, text]) => [path.replace("sys/", ""), text]));
    const { status, skipped, samples } = await collectFrom({
      collector: "rapl",
      files,
      refused: { "class/powercap/idle/name": errno },
    });
    expect([status, skipped, samples]).toEqual([
      "ok",
      0,
      [expect.stringMatching(/^node_rapl_package_joules_total\{.* 1\.5$/)],
    ]);
  },
);

test("a counter that is no number fails", async () => {
  const paths = hostTree(zone("intel-rapl:0", "package-0", "much"));
  expect(await collect(rapl, { paths })).toMatchObject({
    status: "failed",
    message: `${paths.sysfs}/class/powercap/intel-rapl:0/energy_uj: "much" is not a number`,
  });
});

test.skipIf(process.getuid?.() !== 0)("no data for others than root (needs root to become another)", async () => {
  const paths = hostTree(zone("intel-rapl:0", "package-0", "1"));
  chmodSync(join(paths.sysfs, ".."), 0o755);
  chmodSync(join(paths.sysfs, "class/powercap/intel-rapl:0/energy_uj"), 0o400);
  process.seteuid?.(65534);
  try {
    expect(await collect(rapl, { paths })).toMatchObject({ status: "nodata" });
  } finally {
    process.seteuid?.(0);
  }
});
