import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import cpu from "../../src/collectors/cpu.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree, writeEntry } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const STAT = "cpu  9 9 9 9 9 9 9 9 9 9\ncpu0 101 202 303 404 505 606 707 808 9 10\nintr 1 1\n";
const CPU0 = "sys/devices/system/cpu/cpu0";
const TREE = { "proc/stat": STAT, [`${CPU0}/`]: "" };

const CPUINFO =
  "processor\t: 0\nvendor_id\t: V\ncpu family\t: 6\nmodel\t\t: 7\nmodel name\t: M\nstepping\t: 1\nmicrocode\t: 0x2\ncpu MHz\t\t: 1999.5\ncache size\t: 8 KB\nphysical id\t: 3\ncore id\t\t: 4\nflags\t\t: aes avx avx2\nbugs\t\t: mds its\n";
const isX86 = process.arch === "x64";

test("gives the seconds of each mode, guest time apart", async () => {
  const { status, text } = await collect(cpu, { paths: hostTree(TREE) });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_cpu_guest_seconds_total{cpu="0",mode="nice"} 0.1',
    'node_cpu_guest_seconds_total{cpu="0",mode="user"} 0.09',
    'node_cpu_seconds_total{cpu="0",mode="idle"} 4.04',
    'node_cpu_seconds_total{cpu="0",mode="iowait"} 5.05',
    'node_cpu_seconds_total{cpu="0",mode="irq"} 6.06',
    'node_cpu_seconds_total{cpu="0",mode="nice"} 2.02',
    'node_cpu_seconds_total{cpu="0",mode="softirq"} 7.07',
    'node_cpu_seconds_total{cpu="0",mode="steal"} 8.08',
    'node_cpu_seconds_total{cpu="0",mode="system"} 3.03',
    'node_cpu_seconds_total{cpu="0",mode="user"} 1.01',
  ]);
});

test("--no-collector.cpu.guest leaves guest time out", async () => {
  const { families } = await collect(cpu, { paths: hostTree(TREE), flags: { "collector.cpu.guest": false } });
  expect([...families.keys()]).toEqual(["node_cpu_seconds_total"]);
});

test("counters do not run backwards between scrapes", async () => {
  const paths = hostTree(TREE);
  const scraper = openCollector(cpu, { paths });
  await scraper.scrape();
  writeEntry(join(paths.procfs, "stat"), "cpu0 100 203 303 404 504 606 707 808 9 10\n");
  const { text } = await scraper.scrape();
  expect(text).toContain('{cpu="0",mode="user"} 1.01\n');
  expect(text).toContain('{cpu="0",mode="nice"} 2.03\n');
  expect(text).toContain('{cpu="0",mode="iowait"} 5.05\n');
});

test("a CPU that went offline is gone", async () => {
  const paths = hostTree({ ...TREE, "proc/stat": "cpu0 1 1 1 1 1 1 1 1 1 1\ncpu1 2 2 2 2 2 2 2 2 2 2\n" });
  const scraper = openCollector(cpu, { paths });
  expect((await scraper.scrape()).text).toContain('{cpu="1",mode="user"}');
  writeEntry(join(paths.procfs, "stat"), "cpu0 1 1 1 1 1 1 1 1 1 1\n");
  expect((await scraper.scrape()).text).not.toContain('cpu="1"');
});

test.skipIf(!isX86)(
  "--collector.cpu.info shows make and model (x86 only: the test's cpuinfo is of that kind)",
  async () => {
    const paths = hostTree({ ...TREE, "proc/cpuinfo": CPUINFO });
    const { families } = await collect(cpu, { paths, flags: { "collector.cpu.info": true } });
    expect(families.get("node_cpu_info")).toContain(
      '{cachesize="8 KB",core="4",cpu="0",family="6",microcode="0x2",model="7",model_name="M",package="3",stepping="1",vendor="V"} 1\n',
    );
    for (const name of ["node_cpu_flag_info", "node_cpu_bug_info", "node_cpu_frequency_hertz"])
      expect(families.has(name)).toBe(false);
  },
);

test.skipIf(!isX86)("the clock rate needs the cpufreq collector as well (x86 only)", async () => {
  const paths = hostTree({ ...TREE, "proc/cpuinfo": CPUINFO });
  const { families } = await collect(cpu, { paths, flags: { "collector.cpu.info": true }, enabled: ["cpufreq"] });
  expect(families.get("node_cpu_frequency_hertz")).toContain('{core="4",cpu="0",package="3"} 1.9995e+09\n');
});

test.skipIf(!isX86)("patterns of flags and bugs switch cpu.info on (x86 only)", async () => {
  const paths = hostTree({ ...TREE, "proc/cpuinfo": CPUINFO });
  const byFlags = await collect(cpu, { paths, flags: { "collector.cpu.info.flags-include": "^avx" } });
  expect(samplesOf(byFlags.families.get("node_cpu_flag_info") ?? "")).toEqual([
    'node_cpu_flag_info{flag="avx"} 1',
    'node_cpu_flag_info{flag="avx2"} 1',
  ]);
  expect(byFlags.families.has("node_cpu_info")).toBe(true);
  expect(byFlags.families.has("node_cpu_bug_info")).toBe(false);
  const byBugs = await collect(cpu, { paths, flags: { "collector.cpu.info.bugs-include": "md" } });
  expect(samplesOf(byBugs.families.get("node_cpu_bug_info") ?? "")).toEqual(['node_cpu_bug_info{bug="mds"} 1']);
});

test("without cpuinfo the times stay and the collector fails", async () => {
  const { status, message, families } = await collect(cpu, {
    paths: hostTree(TREE),
    flags: { "collector.cpu.info": true },
  });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
  expect(families.has("node_cpu_seconds_total")).toBe(true);
});

test("a broken stat file fails, naming file and line; what sysfs tells stays", async () => {
  const paths = hostTree({ ...TREE, "proc/stat": "cpu0 x\n", "sys/devices/system/cpu/isolated": "2\n" });
  const { status, message, text } = await collect(cpu, { paths });
  expect(status).toBe("failed");
  expect(message).toContain('proc/stat: "x" is not a number in "cpu0 x"');
  expect(text).toContain('node_cpu_isolated{cpu="2"} 1');
});

const cpuDirectory = (n: number) => `sys/devices/system/cpu/cpu${n}`;

/** A CPU's place and its counts; an absent count has no file. */
function throttled(n: number, place: readonly [packageId: string, coreId: string], core?: string, whole?: string) {
  const directory = cpuDirectory(n);
  return {
    [`${directory}/topology/physical_package_id`]: `${place[0]}\n`,
    [`${directory}/topology/core_id`]: `${place[1]}\n`,
    ...(core === undefined ? {} : { [`${directory}/thermal_throttle/core_throttle_count`]: core }),
    ...(whole === undefined ? {} : { [`${directory}/thermal_throttle/package_throttle_count`]: whole }),
  };
}

test("throttle counts come from the first CPU of each core and package that has one", async () => {
  const paths = hostTree({
    "proc/stat": STAT,
    ...throttled(0, ["0", "0"]),
    ...throttled(1, ["0", "0"], "11\n", "12\n"),
    ...throttled(2, ["0", "0"], "21\n", "22\n"),
    ...throttled(3, ["0", "1"], "31\n", "32\n"),
    ...throttled(4, ["-1", "0"], "41\n", "42\n"),
    ...throttled(5, ["1", "0"], "51\n", "bad\n"),
  });
  const { status, text } = await collect(cpu, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text).filter((line) => line.includes("throttles"))).toEqual([
    'node_cpu_core_throttles_total{core="0",package="0"} 11',
    'node_cpu_core_throttles_total{core="0",package="1"} 51',
    'node_cpu_core_throttles_total{core="1",package="0"} 31',
    'node_cpu_package_throttles_total{package="0"} 12',
  ]);
});

test("another CPU stands for a core when the set of online CPUs changes", async () => {
  const masks = { "sys/devices/system/cpu/present": "0-1\n", "sys/devices/system/cpu/online": "0-1\n" };
  const paths = hostTree({
    "proc/stat": STAT,
    ...masks,
    ...throttled(1, ["0", "0"], "15\n"),
    ...throttled(2, ["0", "0"], "25\n"),
  });
  const scraper = openCollector(cpu, { paths });
  const throttles = async () => (await scraper.scrape()).families.get("node_cpu_core_throttles_total");
  expect(await throttles()).toContain("} 15\n");
  writeEntry(join(paths.rootfs, cpuDirectory(1), "thermal_throttle/core_throttle_count"), "16\n");
  expect(await throttles()).toContain("} 16\n");
  writeEntry(join(paths.rootfs, cpuDirectory(1), "topology/core_id"), "\n");
  writeEntry(join(paths.sysfs, "devices/system/cpu/online"), "0\n");
  expect(await throttles()).toContain("} 25\n");
});

const MASKS = { "sys/devices/system/cpu/present": "0-2\n", "sys/devices/system/cpu/online": "0-1\n" };

test("a CPU that is in the mask of online CPUs before its files are there is shown in the next scrape", async () => {
  const paths = hostTree({
    "proc/stat": STAT,
    ...MASKS,
    ...throttled(1, ["0", "0"], "15\n"),
    ...throttled(2, ["0", "1"]),
  });
  const scraper = openCollector(cpu, { paths });
  const throttles = async () => (await scraper.scrape()).families.get("node_cpu_core_throttles_total");
  for (let i = 0; i < 3; i++) await throttles();
  writeEntry(join(paths.sysfs, "devices/system/cpu/online"), "0-2\n");
  expect(await throttles()).not.toContain('core="1"');
  writeEntry(join(paths.rootfs, cpuDirectory(2), "thermal_throttle/core_throttle_count"), "25\n");
  expect(await throttles()).toContain('{core="1",package="0"} 25');
});

/** Missing, damaged, and a file whose reads fail with EIO: no process has memory at address 0. */
test.each([
  ["missing", undefined],
  ["damaged", "x\n"],
  ["unreadable", { link: "/proc/self/mem" }],
])("after a count that was %s for a scrape the same CPU stands for its core", async (_, entry) => {
  const paths = hostTree({
    "proc/stat": STAT,
    ...MASKS,
    ...throttled(1, ["0", "0"], "15\n", "16\n"),
    ...throttled(2, ["0", "0"], "25\n", "26\n"),
  });
  const scraper = openCollector(cpu, { paths });
  const throttles = async () => (await scraper.scrape()).families.get("node_cpu_core_throttles_total");
  for (let i = 0; i < 3; i++) await throttles();
  const file = join(paths.rootfs, cpuDirectory(1), "thermal_throttle/core_throttle_count");
  rmSync(file);
  if (entry !== undefined) writeEntry(file, entry);
  await throttles();
  rmSync(file, { force: true });
  writeEntry(file, "17\n");
  for (let i = 0; i < 4; i++) expect(await throttles()).toContain("} 17\n");
});

test("online states are shown where the first CPU has one", async () => {
  const paths = hostTree({
    ...TREE,
    [`${CPU0}/online`]: "1\n",
    "sys/devices/system/cpu/cpu1/online": "0\n",
    "sys/devices/system/cpu/cpu2/": "",
  });
  const { families } = await collect(cpu, { paths });
  expect(samplesOf(families.get("node_cpu_online") ?? "")).toEqual([
    'node_cpu_online{cpu="0"} 1',
    'node_cpu_online{cpu="1"} 0',
    'node_cpu_online{cpu="2"} 0',
  ]);
  const without = hostTree({ ...TREE, "sys/devices/system/cpu/cpu1/online": "1\n" });
  expect((await collect(cpu, { paths: without })).families.has("node_cpu_online")).toBe(false);
});

test("sysfs without CPUs fails after the times", async () => {
  const { status, message, families } = await collect(cpu, { paths: hostTree({ "proc/stat": STAT }) });
  expect([status, message]).toEqual(["failed", expect.stringMatching(/devices\/system\/cpu: no CPU directories$/)]);
  expect(families.has("node_cpu_seconds_total")).toBe(true);
});

test("a list of isolated CPUs that does not parse costs itself, with a warning", async () => {
  const paths = hostTree({ ...TREE, "sys/devices/system/cpu/isolated": "1-x\n" });
  const { status, families, logs } = await collect(cpu, { paths });
  expect([status, families.has("node_cpu_isolated"), families.has("node_cpu_seconds_total")]).toEqual([
    "ok",
    false,
    true,
  ]);
  expect(logs).toEqual([expect.stringMatching(/^warn: isolated CPUs are not shown .*1-x.* is not a range of CPUs/)]);
});

test("an empty list of isolated CPUs gives none", async () => {
  const paths = hostTree({ ...TREE, "sys/devices/system/cpu/isolated": "\n" });
  expect((await collect(cpu, { paths })).families.has("node_cpu_isolated")).toBe(false);
});

test.each(["collector.cpu.info.flags-include", "collector.cpu.info.bugs-include"])(
  "a bad pattern in --%s ends the start",
  (flag) => {
    expect(() => openCollector(cpu, { paths: hostTree(TREE), flags: { [flag]: "(" } })).toThrow(`--${flag}: bad`);
  },
);

test("missing mount points end the start", () => {
  const paths = hostTree(TREE);
  expect(() => openCollector(cpu, { paths: { ...paths, procfs: "/missing" } })).toThrow("--path.procfs: /missing");
  expect(() => openCollector(cpu, { paths: { ...paths, sysfs: "/missing" } })).toThrow("--path.sysfs: /missing");
});

test("works on this machine", async () => {
  const { status, families } = await collect(cpu);
  expect(status).toBe("ok");
  const online = readFileSync("/proc/stat", "utf8").match(/^cpu\d/gm)?.length ?? 0;
  expect(samplesOf(families.get("node_cpu_seconds_total") ?? "")).toHaveLength(online * 8);
});
