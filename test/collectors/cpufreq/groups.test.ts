import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import cpufreq from "../../../src/collectors/cpufreq.ts";
import { openCollector } from "../../support/collect.ts";
import { hostTree, type TreeEntry, writeEntry } from "../../support/tree.ts";
import { samplesOf } from "../../support/samples.ts";

const CPU = "sys/devices/system/cpu";

const policy = (cpu: number, current: number, governor: string, directory = `cpu${cpu}/cpufreq`) =>
  Object.fromEntries(
    Object.entries({
      scaling_cur_freq: current,
      scaling_min_freq: 800,
      scaling_max_freq: 3000 + cpu,
      scaling_governor: governor,
      scaling_available_governors: "performance powersave",
      scaling_driver: "d",
      related_cpus: cpu,
      scaling_setspeed: "<unsupported>",
    }).map(([name, value]) => [`${CPU}/${directory}/${name}`, `${value}\n`]),
  );

const TREE = {
  [`${CPU}/offline`]: "\n",
  [`${CPU}/present`]: "0-2\n",
  [`${CPU}/online`]: "0-2\n",
  "sys/devices/system/node/node0/cpulist": "0-1\n",
  "sys/devices/system/node/node1/cpulist": "2\n",
  ...policy(0, 900, "powersave"),
  ...policy(1, 1700, "performance"),
  ...policy(2, 1200, "powersave"),
};

test("clock rates are the lowest and highest of a node, governors are counted", async () => {
  const paths = hostTree(TREE);
  const scraper = openCollector(cpufreq, { paths, cpuGroup: "node" });
  const { status, text } = await scraper.scrape();
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    'node_cpu_group_scaling_frequency_highest_hertz{group="node0"} 1.7e+06',
    'node_cpu_group_scaling_frequency_highest_hertz{group="node1"} 1.2e+06',
    'node_cpu_group_scaling_frequency_lowest_hertz{group="node0"} 900000',
    'node_cpu_group_scaling_frequency_lowest_hertz{group="node1"} 1.2e+06',
    'node_cpu_group_scaling_frequency_max_highest_hertz{group="node0"} 3.001e+06',
    'node_cpu_group_scaling_frequency_max_highest_hertz{group="node1"} 3.002e+06',
    'node_cpu_group_scaling_frequency_max_lowest_hertz{group="node0"} 3e+06',
    'node_cpu_group_scaling_frequency_max_lowest_hertz{group="node1"} 3.002e+06',
    'node_cpu_group_scaling_frequency_min_highest_hertz{group="node0"} 800000',
    'node_cpu_group_scaling_frequency_min_highest_hertz{group="node1"} 800000',
    'node_cpu_group_scaling_frequency_min_lowest_hertz{group="node0"} 800000',
    'node_cpu_group_scaling_frequency_min_lowest_hertz{group="node1"} 800000',
    'node_cpu_group_scaling_governor_cpus{governor="performance",group="node0"} 1',
    'node_cpu_group_scaling_governor_cpus{governor="performance",group="node1"} 0',
    'node_cpu_group_scaling_governor_cpus{governor="powersave",group="node0"} 1',
    'node_cpu_group_scaling_governor_cpus{governor="powersave",group="node1"} 1',
  ]);
});

test("rates are read on every scrape", async () => {
  const paths = hostTree(TREE);
  const scraper = openCollector(cpufreq, { paths, cpuGroup: "node" });
  await scraper.scrape();
  writeEntry(join(paths.rootfs, `${CPU}/cpu0/cpufreq/scaling_cur_freq`), "1600\n");
  writeEntry(join(paths.rootfs, `${CPU}/cpu1/cpufreq/scaling_cur_freq`), "1500\n");
  const { text } = await scraper.scrape();
  expect(text).toContain('scaling_frequency_highest_hertz{group="node0"} 1.6e+06\n');
  expect(text).toContain('scaling_frequency_lowest_hertz{group="node0"} 1.5e+06\n');
});

test("a governor that cannot be read is reported, and not that of a policy that is gone", async () => {
  const paths = hostTree(TREE);
  const scraper = openCollector(cpufreq, { paths, cpuGroup: "node" });
  await scraper.scrape();
  rmSync(join(paths.rootfs, `${CPU}/cpu1/cpufreq`), { recursive: true });
  rmSync(join(paths.rootfs, `${CPU}/cpu2/cpufreq/scaling_governor`));
  const skipped: number[] = [];
  for (let scrape = 0; scrape < 16; scrape++) skipped.push((await scraper.scrape()).skipped);
  expect(skipped.filter((records) => records > 0)).toEqual([1]);
});

test("a governor that the kernel does not tell is reported once whenever it is read", async () => {
  const paths = hostTree(TREE);
  const scraper = openCollector(cpufreq, { paths, cpuGroup: "node" });
  await scraper.scrape();
  const governor = join(paths.rootfs, CPU, "cpu2/cpufreq/scaling_governor");
  rmSync(governor);
  mkdirSync(governor);
  const skipped: number[] = [];
  for (let scrape = 0; scrape < 16; scrape++) skipped.push((await scraper.scrape()).skipped);
  expect(skipped.filter((records) => records > 0)).toEqual([1, 1]);
});

/** The lowest upper limit and the users of a governor on node 0. */
function settingsOf(text: string): readonly (string | undefined)[] {
  return [
    'scaling_frequency_max_lowest_hertz{group="node0"}',
    'scaling_governor_cpus{governor="powersave",group="node0"}',
  ].map(
    (series) =>
      samplesOf(text)
        .find((line) => line.includes(series))
        ?.split(" ")[1],
  );
}

test("settings of one CPU are read within sixteen scrapes", async () => {
  const paths = hostTree(TREE);
  const scraper = openCollector(cpufreq, { paths, cpuGroup: "node" });
  await scraper.scrape();
  await scraper.scrape();
  writeEntry(join(paths.rootfs, `${CPU}/cpu1/cpufreq/scaling_max_freq`), "2000\n");
  writeEntry(join(paths.rootfs, `${CPU}/cpu1/cpufreq/scaling_governor`), "powersave\n");
  const seen: (readonly (string | undefined)[])[] = [];
  for (let scrape = 0; scrape < 16; scrape++) seen.push(settingsOf((await scraper.scrape()).text));
  expect(seen[0]).toEqual(["3e+06", "1"]);
  expect(seen.at(-1)).toEqual(["2e+06", "2"]);
});

test("settings of all CPUs are read as soon as one has changed", async () => {
  const paths = hostTree(TREE);
  const scraper = openCollector(cpufreq, { paths, cpuGroup: "node" });
  await scraper.scrape();
  await scraper.scrape();
  // The third scrape reads those of CPU 2 in its turn.
  for (const cpu of [0, 1, 2]) {
    writeEntry(join(paths.rootfs, `${CPU}/cpu${cpu}/cpufreq/scaling_max_freq`), "2500\n");
    writeEntry(join(paths.rootfs, `${CPU}/cpu${cpu}/cpufreq/scaling_governor`), "powersave\n");
  }
  const { text } = await scraper.scrape();
  expect(settingsOf(text)).toEqual(["2.5e+06", "2"]);
  expect(text).toContain('scaling_frequency_max_highest_hertz{group="node0"} 2.5e+06\n');
});

test("a CPU whose driver has changed has its settings read at once", async () => {
  const paths = hostTree(TREE);
  const scraper = openCollector(cpufreq, { paths, cpuGroup: "node" });
  await scraper.scrape();
  await scraper.scrape();
  writeEntry(join(paths.rootfs, `${CPU}/cpu0/cpufreq/scaling_driver`), "other\n");
  writeEntry(join(paths.rootfs, `${CPU}/cpu0/cpufreq/scaling_max_freq`), "1000\n");
  expect(settingsOf((await scraper.scrape()).text)[0]).toBe("1e+06");
});

test("CPUs of one policy count each in its own group", async () => {
  const shared: Record<string, TreeEntry> = { ...TREE, ...policy(0, 900, "powersave", "cpufreq/policy0") };
  for (const cpu of [0, 1, 2]) {
    for (const path of Object.keys(policy(cpu, 0, ""))) delete shared[path];
    shared[`${CPU}/cpu${cpu}/cpufreq`] = { link: "../cpufreq/policy0" };
  }
  const scraper = openCollector(cpufreq, { paths: hostTree(shared), cpuGroup: "node" });
  const { text } = await scraper.scrape();
  expect(samplesOf(text).filter((line) => line.includes("powersave") || line.includes("frequency_lowest"))).toEqual([
    'node_cpu_group_scaling_frequency_lowest_hertz{group="node0"} 900000',
    'node_cpu_group_scaling_frequency_lowest_hertz{group="node1"} 900000',
    'node_cpu_group_scaling_governor_cpus{governor="powersave",group="node0"} 2',
    'node_cpu_group_scaling_governor_cpus{governor="powersave",group="node1"} 1',
  ]);
});

test("a driver that is loaded after the first scrapes is shown, and so is a rate that could not be read", async () => {
  const paths = hostTree(TREE);
  const [directory, away] = ["cpufreq", "away"].map((name) =>
    [0, 1, 2].map((cpu) => join(paths.rootfs, CPU, `cpu${cpu}/${name}`)),
  ) as [string[], string[]];
  directory.forEach((path, cpu) => renameSync(path, away[cpu] ?? ""));
  const scraper = openCollector(cpufreq, { paths, cpuGroup: "all" });
  const highest = async () => (await scraper.scrape()).families.get("node_cpu_group_scaling_frequency_highest_hertz");
  for (let scrape = 0; scrape < 3; scrape++) expect(await highest()).toBeUndefined();
  away.forEach((path, cpu) => renameSync(path, directory[cpu] ?? ""));
  expect(await highest()).toContain("} 1.7e+06\n");
  const current = join(paths.rootfs, CPU, "cpu1/cpufreq/scaling_cur_freq");
  rmSync(current);
  // No process has memory at address 0: reading it fails with EIO.
  writeEntry(current, { link: "/proc/self/mem" });
  for (let scrape = 0; scrape < 3; scrape++) expect(await highest()).toContain("} 1.2e+06\n");
  rmSync(current);
  writeEntry(current, "1900\n");
  expect(await highest()).toContain("} 1.9e+06\n");
});
