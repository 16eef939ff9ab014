import { constants } from "node:os";
import { expect, test } from "vitest";
import { ScaledCpus } from "../../../src/collectors/cpufreq/scaled-cpus.ts";
import { type FileCalls, nodeCalls } from "../../../src/workers/host/file-calls.ts";
import { hostTree } from "../../support/tree.ts";
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
