import { cpSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import cpufreq from "../../src/collectors/cpufreq.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree, writeEntry, type TreeEntry } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const CPU = "sys/devices/system/cpu";
const OFFLINE = { [`${CPU}/offline`]: "\n" };

const REQUIRED = {
  related_cpus: "0",
  scaling_available_governors: "performance powersave",
  scaling_driver: "intel_pstate",
  scaling_governor: "powersave",
  scaling_setspeed: "<unsupported>",
};

const scaling = (n: number, files: Record<string, string> = {}): Record<string, TreeEntry> =>
  Object.fromEntries(
    Object.entries({ ...REQUIRED, ...files }).map(([file, text]) => [`${CPU}/cpu${n}/cpufreq/${file}`, `${text}\n`]),
  );

const gives = async (files: Record<string, TreeEntry>) => {
  const { status, message, text } = await collect(cpufreq, { paths: hostTree(files) });
  return { status, message, samples: samplesOf(text) };
};

const GOVERNORS = (n: number) => [
  `node_cpu_scaling_governor{cpu="${n}",governor="performance"} 0`,
  `node_cpu_scaling_governor{cpu="${n}",governor="powersave"} 1`,
];

test("gives each rate that the CPU has", async () => {
  const rates = {
    cpuinfo_cur_freq: "1000",
    cpuinfo_avg_freq: "1001",
    cpuinfo_min_freq: "1002",
    cpuinfo_max_freq: "1003",
    scaling_cur_freq: "1004",
    scaling_min_freq: "1005",
    scaling_max_freq: "1006",
  };
  expect(await gives({ ...OFFLINE, ...scaling(0, rates) })).toEqual({
    status: "ok",
    message: "",
    samples: [
      'node_cpu_frequency_avg_hertz{cpu="0"} 1.001e+06',
      'node_cpu_frequency_hertz{cpu="0"} 1e+06',
      'node_cpu_frequency_max_hertz{cpu="0"} 1.003e+06',
      'node_cpu_frequency_min_hertz{cpu="0"} 1.002e+06',
      'node_cpu_scaling_frequency_hertz{cpu="0"} 1.004e+06',
      'node_cpu_scaling_frequency_max_hertz{cpu="0"} 1.006e+06',
      'node_cpu_scaling_frequency_min_hertz{cpu="0"} 1.005e+06',
      ...GOVERNORS(0),
    ],
  });
});

test("CPUs that are offline or have no frequency scaling are left out", async () => {
  const files = { [`${CPU}/offline`]: "1\n", ...scaling(0), ...scaling(1), [`${CPU}/cpu2/`]: "" };
  expect(await gives(files)).toEqual({ status: "ok", message: "", samples: GOVERNORS(0) });
});

test("a host without frequency scaling is fine", async () => {
  expect(await gives({ ...OFFLINE, [`${CPU}/cpu0/`]: "" })).toEqual({ status: "ok", message: "", samples: [] });
});

test("without the list of offline CPUs fails", async () => {
  expect(await gives(scaling(0))).toMatchObject({ status: "failed", message: expect.stringContaining("offline") });
});

test("governors of modules that are loaded later are shown", async () => {
  const paths = hostTree({ ...OFFLINE, ...scaling(0) });
  const scraper = openCollector(cpufreq, { paths });
  expect(samplesOf((await scraper.scrape()).text)).toEqual(GOVERNORS(0));
  const file = `${paths.rootfs}/${CPU}/cpu0/cpufreq/scaling_available_governors`;
  writeEntry(file, "conservative performance powersave\n");
  expect(samplesOf((await scraper.scrape()).text)).toEqual([
    'node_cpu_scaling_governor{cpu="0",governor="conservative"} 0',
    ...GOVERNORS(0),
  ]);
});

test("a CPU without a governor shows none", async () => {
  expect((await gives({ ...OFFLINE, ...scaling(0, { scaling_governor: "" }) })).samples).toEqual([]);
});

test.each(Object.keys(REQUIRED))("without %s it is reported, other CPUs stay", async (missing) => {
  const files: Record<string, TreeEntry> = { ...OFFLINE, ...scaling(0), ...scaling(1) };
  delete files[`${CPU}/cpu0/cpufreq/${missing}`];
  const { status, message, samples } = await gives(files);
  expect([status, message]).toEqual(["ok", expect.stringContaining(missing)]);
  expect(samples).toEqual(expect.arrayContaining(GOVERNORS(1)));
});

test("an unknown rate costs itself", async () => {
  const files = { ...OFFLINE, ...scaling(0, { scaling_cur_freq: "<unknown>" }), ...scaling(1) };
  expect(await gives(files)).toEqual({
    status: "ok",
    message: expect.stringMatching(/cpu0\/cpufreq\/scaling_cur_freq: "<unknown>" is not a number$/),
    samples: [...GOVERNORS(0), ...GOVERNORS(1)],
  });
});

const rate = (value: string) => `node_cpu_scaling_frequency_hertz{cpu="0"} ${value}`;

test("follows a change of rates, of the driver and of the set of CPUs", async () => {
  const masks = { [`${CPU}/present`]: "0-1\n", [`${CPU}/online`]: "0-1\n" };
  const paths = hostTree({ ...OFFLINE, ...masks, ...scaling(0, { scaling_cur_freq: "1000" }), ...scaling(1) });
  const scraper = openCollector(cpufreq, { paths });
  const scrape = async () => samplesOf((await scraper.scrape()).text);
  const write = (file: string, text: string) => writeEntry(join(paths.rootfs, CPU, file), text);
  expect(await scrape()).toEqual([rate("1e+06"), ...GOVERNORS(0), ...GOVERNORS(1)]);
  write("cpu0/cpufreq/scaling_cur_freq", "2000\n");
  expect(await scrape()).toContain(rate("2e+06"));
  write("cpu0/cpufreq/scaling_driver", "intel_cpufreq\n");
  write("cpu0/cpufreq/cpuinfo_avg_freq", "3000\n");
  expect(await scrape()).toContain('node_cpu_frequency_avg_hertz{cpu="0"} 3e+06');
  write("online", "0\n");
  write("offline", "1\n");
  expect((await scrape()).some((line) => line.includes('cpu="1"'))).toBe(false);
  rmSync(join(paths.rootfs, CPU, "cpu0/cpufreq/scaling_cur_freq"));
  expect(await scrape()).not.toContain(rate("2e+06"));
});

test.each(["present", "online"])("looks for CPUs at each scrape where there is only the mask %s", async (mask) => {
  const paths = hostTree({ ...OFFLINE, [`${CPU}/${mask}`]: "0-1\n", ...scaling(0) });
  const scraper = openCollector(cpufreq, { paths });
  await scraper.scrape();
  await scraper.scrape();
  cpSync(join(paths.rootfs, CPU, "cpu0"), join(paths.rootfs, CPU, "cpu1"), { recursive: true });
  expect(samplesOf((await scraper.scrape()).text)).toEqual([...GOVERNORS(0), ...GOVERNORS(1)]);
});

test("a CPU that vanished since the last scrape is left out", async () => {
  const masks = { [`${CPU}/present`]: "0-1\n", [`${CPU}/online`]: "0-1\n" };
  const paths = hostTree({ ...OFFLINE, ...masks, ...scaling(0), ...scaling(1) });
  const scraper = openCollector(cpufreq, { paths });
  await scraper.scrape();
  await scraper.scrape();
  rmSync(join(paths.rootfs, CPU, "cpu1"), { recursive: true });
  const { status, text } = await scraper.scrape();
  expect([status, samplesOf(text)]).toEqual(["ok", GOVERNORS(0)]);
});

/** A driver comes, goes and is back, on all CPUs or on one. */
test.each([
  ["all CPUs", [0, 1]],
  ["the second CPU", [1]],
])("follows a driver of %s that is loaded late, or absent for some scrapes", async (_, cpus) => {
  const masks = { [`${CPU}/present`]: "0-1\n", [`${CPU}/online`]: "0-1\n" };
  const paths = hostTree({ ...OFFLINE, ...masks, ...scaling(0), ...scaling(1) });
  const move = (from: string, to: string) =>
    cpus.forEach((n) =>
      renameSync(join(paths.rootfs, CPU, `cpu${n}/${from}`), join(paths.rootfs, CPU, `cpu${n}/${to}`)),
    );
  const scraper = openCollector(cpufreq, { paths });
  const scrape = async () => {
    const { status, text } = await scraper.scrape();
    return [status, ...samplesOf(text)];
  };
  const rest = [0, 1].filter((n) => !cpus.includes(n)).flatMap(GOVERNORS);
  const all = [0, 1].flatMap(GOVERNORS);
  move("cpufreq", "away");
  for (let i = 0; i < 3; i++) expect(await scrape()).toEqual(["ok", ...rest]);
  move("away", "cpufreq");
  for (let i = 0; i < 3; i++) expect(await scrape()).toEqual(["ok", ...all]);
  for (const absentScrapes of [1, 2, 3, 4]) {
    move("cpufreq", "away");
    for (let i = 0; i < absentScrapes; i++) await scrape();
    move("away", "cpufreq");
    await scrape();
    expect(await scrape()).toEqual(["ok", ...all]);
  }
});

test("files of a policy that come after its directory are shown in the next scrape", async () => {
  const masks = { [`${CPU}/present`]: "0-1\n", [`${CPU}/online`]: "0-1\n" };
  const paths = hostTree({ ...OFFLINE, ...masks, ...scaling(0), [`${CPU}/cpu1/`]: "" });
  const scraper = openCollector(cpufreq, { paths });
  const average = async () => (await scraper.scrape()).families.get("node_cpu_frequency_avg_hertz");
  for (let i = 0; i < 3; i++) await average();
  for (const [file, text] of Object.entries(scaling(1))) writeEntry(join(paths.rootfs, file), text);
  expect(await average()).toBeUndefined();
  writeEntry(join(paths.rootfs, CPU, "cpu1/cpufreq/cpuinfo_avg_freq"), "1000\n");
  expect(await average()).toContain('{cpu="1"} 1e+06');
});

test("a CPU that loses its driver is no record that cannot be read", async () => {
  const masks = { [`${CPU}/present`]: "0-1\n", [`${CPU}/online`]: "0-1\n" };
  const paths = hostTree({ ...OFFLINE, ...masks, ...scaling(0), ...scaling(1, { scaling_cur_freq: "1000" }) });
  const scraper = openCollector(cpufreq, { paths });
  for (let i = 0; i < 3; i++) await scraper.scrape();
  rmSync(join(paths.rootfs, CPU, "cpu1/cpufreq"), { recursive: true });
  for (let i = 0; i < 4; i++) {
    const { skipped, text } = await scraper.scrape();
    expect([skipped, ...samplesOf(text)]).toEqual([0, ...GOVERNORS(0)]);
  }
});

test.each([1, 2, 3])("a rate that cannot be read for %i scrapes is shown again", async (scrapes) => {
  const masks = { [`${CPU}/present`]: "0\n", [`${CPU}/online`]: "0\n" };
  const paths = hostTree({ ...OFFLINE, ...masks, ...scaling(0) });
  const file = join(paths.rootfs, CPU, "cpu0/cpufreq/cpuinfo_avg_freq");
  const scraper = openCollector(cpufreq, { paths });
  const average = async () => (await scraper.scrape()).families.get("node_cpu_frequency_avg_hertz");
  for (let round = 0; round < 2; round++) {
    // No process has memory at address 0: reading it fails with EIO.
    writeEntry(file, { link: "/proc/self/mem" });
    for (let i = 0; i < scrapes; i++) expect(await average()).toBeUndefined();
    rmSync(file);
    writeEntry(file, "1000\n");
    expect(await average()).toContain('{cpu="0"} 1e+06');
    rmSync(file);
  }
});

test("a missing sysfs ends the start", () => {
  expect(() => openCollector(cpufreq, { paths: { sysfs: "/missing" } })).toThrow("--path.sysfs: /missing");
});

test("works on this machine", async () => {
  expect((await collect(cpufreq)).status).toBe("ok");
});
