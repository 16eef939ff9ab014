import { join } from "node:path";
import { expect, test } from "vitest";
import cpu from "../../../src/collectors/cpu.ts";
import stat from "../../../src/collectors/stat.ts";
import { collect, openCollector, stateOf } from "../../support/collect.ts";
import { hostTree, writeEntry } from "../../support/tree.ts";
import { samplesOf } from "../../support/samples.ts";

const CPU = "sys/devices/system/cpu";

const row = (cpu: number, ...ticks: readonly number[]) =>
  `cpu${cpu} ${Array.from({ length: 10 }, (_, i) => ticks[i] ?? 5).join(" ")}\n`;

const place = (cpu: number, core: number, throttles: number) => ({
  [`${CPU}/cpu${cpu}/topology/physical_package_id`]: `${Math.trunc(core / 2)}\n`,
  [`${CPU}/cpu${cpu}/topology/core_id`]: `${core}\n`,
  [`${CPU}/cpu${cpu}/thermal_throttle/core_throttle_count`]: `${throttles}\n`,
  [`${CPU}/cpu${cpu}/thermal_throttle/package_throttle_count`]: "7\n",
});

const TREE = {
  "proc/stat": row(0, 100, 200) + row(1, 300, 400) + row(2, 500, 600),
  [`${CPU}/present`]: "0-2\n",
  [`${CPU}/online`]: "0-2\n",
  [`${CPU}/isolated`]: "2\n",
  [`${CPU}/cpu0/online`]: "1\n",
  ...place(0, 0, 10),
  ...place(1, 0, 10),
  ...place(2, 2, 20),
};

const only = (text: string, ...words: readonly string[]) =>
  samplesOf(text).filter((line) => words.some((word) => line.includes(word)));

test("times start at 0 and grow by what the CPUs of the package count", async () => {
  const paths = hostTree(TREE);
  const scraper = openCollector(cpu, { paths, cpuGroup: "package" });
  const first = await scraper.scrape();
  expect(first.status).toBe("ok");
  expect(new Set(only(first.text, "seconds_total").map((line) => line.split(" ")[1]))).toEqual(new Set(["0"]));
  writeEntry(join(paths.procfs, "stat"), row(0, 110, 200) + row(1, 330, 390) + row(2, 500, 700));
  const { text } = await scraper.scrape();
  expect(only(text, 'mode="user"', 'mode="nice"')).toEqual([
    'node_cpu_group_guest_seconds_total{group="package0",mode="nice"} 0',
    'node_cpu_group_guest_seconds_total{group="package0",mode="user"} 0',
    'node_cpu_group_guest_seconds_total{group="package1",mode="nice"} 0',
    'node_cpu_group_guest_seconds_total{group="package1",mode="user"} 0',
    'node_cpu_group_seconds_total{group="package0",mode="nice"} 0',
    'node_cpu_group_seconds_total{group="package0",mode="user"} 0.4',
    'node_cpu_group_seconds_total{group="package1",mode="nice"} 1',
    'node_cpu_group_seconds_total{group="package1",mode="user"} 0',
  ]);
});

test("no family has a series for each CPU", async () => {
  const { families } = await collect(cpu, { paths: hostTree(TREE), cpuGroup: "all" });
  expect([...families.keys()]).toEqual([
    "node_cpu_group_core_throttles_total",
    "node_cpu_group_cpus",
    "node_cpu_group_guest_seconds_total",
    "node_cpu_group_isolated_cpus",
    "node_cpu_group_seconds_total",
    "node_cpu_package_throttles_total",
  ]);
});

test("CPUs online and isolated are counted; a group whose CPUs are all gone stays", async () => {
  const paths = hostTree(TREE);
  const scraper = openCollector(cpu, { paths, cpuGroup: "package" });
  await scraper.scrape();
  writeEntry(join(paths.rootfs, `${CPU}/online`), "0-1\n");
  writeEntry(join(paths.procfs, "stat"), row(0, 100) + row(1, 300));
  expect(only((await scraper.scrape()).text, "_cpus")).toEqual([
    'node_cpu_group_cpus{group="package0"} 2',
    'node_cpu_group_cpus{group="package1"} 0',
    'node_cpu_group_isolated_cpus{group="package0"} 0',
    'node_cpu_group_isolated_cpus{group="package1"} 1',
  ]);
});

test("throttling of a core counts once, also when another of its CPUs stands for it", async () => {
  const paths = hostTree(TREE);
  const scraper = openCollector(cpu, { paths, cpuGroup: "package" });
  const throttles = async () => only((await scraper.scrape()).text, "core_throttles");
  const count = (cpu: number) => join(paths.rootfs, `${CPU}/cpu${cpu}/thermal_throttle/core_throttle_count`);
  await throttles();
  for (const cpu of [0, 1]) writeEntry(count(cpu), "13\n");
  expect(await throttles()).toEqual([
    'node_cpu_group_core_throttles_total{group="package0"} 3',
    'node_cpu_group_core_throttles_total{group="package1"} 0',
  ]);
  writeEntry(join(paths.rootfs, `${CPU}/online`), "1-2\n");
  writeEntry(join(paths.rootfs, `${CPU}/cpu0/topology/core_id`), "\n");
  await throttles();
  writeEntry(count(1), "14\n");
  expect((await throttles())[0]).toBe('node_cpu_group_core_throttles_total{group="package0"} 4');
});

test("a replaced worker continues", async () => {
  const paths = hostTree(TREE);
  const options = { paths, cpuGroup: "all", state: stateOf(cpu, "all") } as const;
  await collect(cpu, options);
  writeEntry(join(paths.procfs, "stat"), row(0, 150) + row(1, 300) + row(2, 500));
  expect((await collect(cpu, options)).text).toContain('{group="all",mode="user"} 0.5\n');
});

test("a row that cannot be read is left out", async () => {
  const paths = hostTree({ ...TREE, "proc/stat": row(0, 1) + "cpu1 x\n" });
  const { status, skipped, text } = await collect(cpu, { paths, cpuGroup: "all" });
  expect([status, skipped]).toEqual(["ok", 1]);
  expect(text).toContain('node_cpu_group_cpus{group="all"} 1\n');
});

const CPUINFO = (cpu: number, model: string, mhz: number) =>
  `processor\t: ${cpu}\nvendor_id\t: V\ncpu family\t: 6\nmodel\t\t: 7\nmodel name\t: ${model}\ncpu MHz\t\t: ${mhz}\nflags\t\t: aes avx\n\n`;

test.skipIf(process.arch !== "x64")("info counts CPUs of a kind (x86 only)", async () => {
  const paths = hostTree({
    ...TREE,
    "proc/cpuinfo": CPUINFO(0, "A", 1000) + CPUINFO(1, "A", 3000) + CPUINFO(2, "B", 2000),
  });
  const flags = { "collector.cpu.info.flags-include": "avx" };
  const { text } = await collect(cpu, { paths, flags, cpuGroup: "all", enabled: ["cpufreq"] });
  const labels = (model: string) =>
    `{cachesize="",family="6",group="all",microcode="",model="7",model_name="${model}",stepping="",vendor="V"}`;
  expect(only(text, "node_cpu_group_info", "flag_info")).toEqual([
    'node_cpu_flag_info{flag="avx"} 1',
    `node_cpu_group_info${labels("A")} 2`,
    `node_cpu_group_info${labels("B")} 1`,
    'node_cpu_group_info_frequency_highest_hertz{group="all"} 3e+09',
    'node_cpu_group_info_frequency_lowest_hertz{group="all"} 1e+09',
  ]);
});

test("the collector stat shows the same with and without groups", async () => {
  const paths = hostTree({ "proc/stat": `${TREE["proc/stat"]}ctxt 5\n` });
  expect((await collect(stat, { paths, cpuGroup: "all" })).text).toBe((await collect(stat, { paths })).text);
});
