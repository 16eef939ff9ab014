import { renameSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ScaledCpus } from "../../../src/collectors/cpufreq/scaled-cpus.ts";
import { type FileCalls, fileCalls, nodeCalls } from "../../../src/workers/host/file-calls.ts";
import { hostTree, writeEntry } from "../../support/tree.ts";
import { openTree } from "../../workers/host/open-tree.ts";

const POLICY = "sys/devices/system/cpu/cpu0/cpufreq";
const SETTINGS = ["scaling_available_governors", "scaling_driver", "related_cpus", "scaling_setspeed"];

test.each(["EAGAIN", "ETIMEDOUT"] as const)(
  "a rate that fails with %s is unknown for now, which is no fault",
  (code) => {
    const { sysfs } = hostTree({
      ...Object.fromEntries(SETTINGS.map((name) => [`${POLICY}/${name}`, "x\n"])),
      [`${POLICY}/cpuinfo_avg_freq`]: "1000\n",
    });
    let isIdle = true;
    const { tree, skipped } = openTree(
      failing(() => (isIdle ? -constants.errno[code] : 0)),
      sysfs,
    );
    const cpus = new ScaledCpus(tree, skipped.add);
    const average = () => {
      const rates: number[] = [];
      tree.startScrape();
      cpus.each({ deadline: 0 }, new Set(), (cpu) => cpus.rates.eachRate(cpu, (_, hertz) => rates.push(hertz)));
      return rates;
    };
    for (let scrape = 0; scrape < 4; scrape++) expect(average()).toEqual([]);
    isIdle = false;
    expect([average(), skipped.count]).toEqual([[1e6], 0]);
  },
);

test("a CPU that loses its policy and gets one again, while it is online all the time, is shown again", () => {
  const policyOf = (cpu: number): Record<string, string> => {
    const path = `sys/devices/system/cpu/cpu${cpu}/cpufreq`;
    const settings = SETTINGS.map((name) => [`${path}/${name}`, "x\n"]);
    return Object.fromEntries([...settings, [`${path}/scaling_cur_freq`, "1000\n"]]);
  };
  const masks = { "sys/devices/system/cpu/present": "0-1\n", "sys/devices/system/cpu/online": "0-1\n" };
  const paths = hostTree({ ...masks, ...policyOf(0), ...policyOf(1) });
  const { tree, skipped } = openTree(nodeCalls, paths.sysfs);
  const cpus = new ScaledCpus(tree, skipped.add);
  const shown = () => {
    const numbers: string[] = [];
    tree.startScrape();
    cpus.each({ deadline: 0 }, new Set(), (cpu) => cpus.rates.eachRate(cpu, () => numbers.push(cpu.cpu)));
    return numbers;
  };
  // The second scrape looks for CPUs again.
  for (let scrape = 0; scrape < 3; scrape++) expect(shown()).toEqual(["0", "1"]);
  const policy = join(paths.sysfs, "devices/system/cpu/cpu1/cpufreq");
  renameSync(policy, `${policy}.gone`);
  for (let scrape = 0; scrape < 4; scrape++) expect(shown()).toEqual(["0"]);
  renameSync(`${policy}.gone`, policy);
  shown();
  expect([shown(), skipped.count]).toEqual([["0", "1"], 0]);
});

test("a CPU that came while directories could not be listed for some scrapes is shown afterwards", () => {
  const root = "sys/devices/system/cpu";
  const settings = SETTINGS.map((name) => [`${POLICY}/${name}`, "x\n"]);
  const paths = hostTree({ [`${root}/present`]: "0-1\n", [`${root}/online`]: "0\n", ...Object.fromEntries(settings) });
  const calls = fileCalls();
  const { directories } = calls;
  if (directories === undefined) throw new Error("needs the C library");
  let isShort = false;
  const open = (path: string): number => (isShort ? -constants.errno.EMFILE : directories.open(path));
  const { tree, skipped } = openTree({ ...calls, directories: { ...directories, open } }, paths.sysfs);
  const cpus = new ScaledCpus(tree, skipped.add);
  const found = () => {
    const numbers: string[] = [];
    tree.startScrape();
    cpus.each({ deadline: 0 }, new Set(), ({ cpu }) => numbers.push(cpu));
    return numbers;
  };
  for (let scrape = 0; scrape < 3; scrape++) expect(found()).toEqual(["0"]);
  writeEntry(join(paths.rootfs, root, "cpu1/cpufreq/scaling_driver"), "x\n");
  writeEntry(join(paths.rootfs, root, "online"), "0-1\n");
  isShort = true;
  for (let scrape = 0; scrape < 3; scrape++) expect(found).toThrow("EMFILE");
  isShort = false;
  expect(found()).toEqual(["0", "1"]);
});

/** Calls whose reads of the average rate fail with what `errno` returns, unless that is 0. */
function failing(errno: () => number): FileCalls {
  let average = -1;
  return {
    ...nodeCalls,
    open(path) {
      const fd = nodeCalls.open(path);
      if (path.endsWith("/cpuinfo_avg_freq")) average = fd;
      return fd;
    },
    pread: (fd, into, position) => (fd === average && errno()) || nodeCalls.pread(fd, into, position),
    close(fd) {
      if (fd === average) average = -1;
      nodeCalls.close(fd);
    },
  };
}
