import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import type { Report } from "../../../../src/main/commands/compare/report.ts";
import { cleanUp } from "../../../support/clean-up.ts";
import { freePort } from "../../../support/free-port.ts";
import { compareWith } from "./command.ts";
import { faults, hasPeer, NO_FAULTS, OUR_FLAGS, PEER, PEER_FLAGS, unexplained } from "./peer.ts";

const unless = hasPeer ? "" : ` (skipped: no ${PEER})`;

/** Collectors that are off by default and that 1.5.0 has, too. */
const OFF =
  "buddyinfo cgroups drbd ethtool interrupts ksmd lnstat meminfo_numa mountstats network_route perf processes qdisc slabinfo sysctl tcpstat zoneinfo".split(
    " ",
  );

/** Flags that give more samples, the same on both sides. */
const MORE = [
  "--collector.cpu.info",
  "--collector.cpu.info.bugs-include=.*",
  "--collector.cpu.info.flags-include=^avx",
  "--collector.netdev.address-info",
  "--collector.netstat.fields=.*",
  "--collector.stat.softirq",
  "--collector.sysctl.include-info=kernel.seccomp.actions_avail",
  "--collector.sysctl.include=fs.file-nr",
  "--collector.sysctl.include=kernel.threads-max",
  "--collector.vmstat.fields=.*",
];

test.skipIf(!hasPeer)(`every series of node_exporter 1.5.0 that 1.12 still has is there${unless}`, async () => {
  const url = await startPeer(PEER_FLAGS);
  const report = await bestOf(3, url, OUR_FLAGS);
  expect(faults(report)).toEqual(NO_FAULTS);
  expect(unexplained(report)).toEqual([]);
  expect(report.there.version).toBe("1.5.0");
  expect(report.there.series).toBeGreaterThan(300);
  expect(report.removed).toContainEqual({ family: "node_memory_Hugetlb_bytes", since: "1.9.0", reason: "removed" });
});

test.skipIf(!hasPeer)(`so is every series of the collectors that are off by default${unless}`, async () => {
  const flags = [...OFF.map((name) => `--collector.${name}`), ...MORE];
  const url = await startPeer([...PEER_FLAGS, ...flags]);
  const report = await bestOf(3, url, [...OUR_FLAGS, ...flags]);
  expect(faults(report)).toEqual(NO_FAULTS);
});

/** Other tests of this run mount and unmount while this host is compared: what is there once only counts once. */
async function bestOf(tries: number, url: string, flags: readonly string[]): Promise<Report> {
  const { report } = await compareWith(url, ...flags);
  const isGood = JSON.stringify(faults(report)) === JSON.stringify(NO_FAULTS);
  return isGood || tries === 1 ? report : bestOf(tries - 1, url, flags);
}

async function startPeer(flags: readonly string[]): Promise<string> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(PEER, [`--web.listen-address=${address}`, ...flags], { stdio: ["ignore", "ignore", "pipe"] });
  cleanUp(() => void child.kill());
  await listening(child);
  return `http://${address}/metrics`;
}

async function listening(child: ChildProcess): Promise<void> {
  if (child.stderr === null) throw new Error("no stderr");
  for await (const line of createInterface(child.stderr)) if (line.includes("Listening on")) break;
  // Whatever else it logs goes nowhere.
  child.stderr.resume();
}
