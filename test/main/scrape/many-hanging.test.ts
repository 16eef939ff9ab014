import { join } from "node:path";
import { expect, test } from "vitest";
import { hangingFile } from "../../support/fifo.ts";
import { writeEntry } from "../../support/tree.ts";
import { until } from "../../support/until.ts";
import { startScheduler } from "./start-scheduler.ts";

/** Collectors by the file that they open first. */
const FILES: Readonly<Record<string, string>> = {
  buddyinfo: "buddyinfo",
  cgroups: "cgroups",
  conntrack: "sys/net/netfilter/nf_conntrack_count",
  diskstats: "diskstats",
  drbd: "drbd",
  interrupts: "interrupts",
  ipvs: "net/ip_vs_stats",
  meminfo: "meminfo",
  netstat: "net/netstat",
  nfs: "net/rpc/nfs",
  nfsd: "net/rpc/nfsd",
  pressure: "pressure/cpu",
  schedstat: "schedstat",
  slabinfo: "slabinfo",
  sockstat: "net/sockstat",
  softirqs: "softirqs",
  softnet: "net/softnet_stat",
  stat: "stat",
  swap: "swaps",
  udp_queues: "net/udp",
  vmstat: "vmstat",
  xfrm: "net/xfrm_stat",
  zoneinfo: "zoneinfo",
};

const HEALTHY = ["entropy", "filefd", "loadavg", "uname"];

/** Milliseconds: two scrapes to the end of their time, and workers to start on a busy machine. */
const LONG = 150_000;

/** How many hang, and how many milliseconds a scrape may take; the next one follows at once. */
const CASES = [
  [8, 3000],
  [20, 5000],
] as const;

test.each(CASES)(
  "%i collectors hang: only these are missing, as soon as they have workers of their own",
  { timeout: LONG },
  async (count, time) => {
    const names = Object.keys(FILES).slice(0, count);
    const enabled = [...names, ...HEALTHY].toSorted();
    const { request, observer, paths } = await startScheduler({ enabled });
    const all = enabled.map((_, number) => number);
    const files = names.map((name) => {
      const path = join(paths.procfs, FILES[name] ?? "");
      writeEntry(path, "");
      return hangingFile(path);
    });
    // Two scrapes where there is processor time to start the workers, more on a busy machine.
    await until(async () => Object.keys((await request(all, time)).samples).length === HEALTHY.length);
    for (let i = 0; i < 3; i++) {
      const { samples, unfinished } = await request(all, time);
      expect([Object.keys(samples).toSorted(), unfinished]).toEqual([HEALTHY, names]);
    }
    expect(observer.workers.length).toBeLessThanOrEqual(count + 1);
    for (const file of files) file.release();
    await until(async () => (await request(all, time)).unfinished.length === 0);
    // Their own workers end when they have been quick for some time.
    await until(async () => (await request(all, time)).unfinished.length === 0 && observer.workers.length === 1);
  },
);
