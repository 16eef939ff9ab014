import { closeSync, openSync, readdirSync, readlinkSync } from "node:fs";
import { expect, test } from "vitest";
import type { Lane } from "../../../src/main/scrape/lane.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { until } from "../../support/until.ts";
import { startScheduler } from "./start-scheduler.ts";

const FILE = "/proc/self/stat";

/** A worker whose collector keeps a socket open, and the number and name of that socket. */
async function start() {
  const files = { "sys/class/net/none0/mtu": "1500\n" };
  const { scheduler, request, observer, optionsOf } = await startScheduler({ enabled: ["ethtool"], files });
  const earlier = new Set(sockets().values());
  const collect = async () => {
    await request([0]);
    const opened = [...sockets()].filter(([, name]) => !earlier.has(name));
    expect(opened).toHaveLength(1);
    return opened[0] ?? [-1, ""];
  };
  const changeFlag = () =>
    scheduler.reconfigure(optionsOf(["ethtool"], { "collector.ethtool.device-exclude": "^x$" }), () => {});
  const endWorker = async () => void (await (observer.workers[0] as Lane | undefined)?.thread?.terminate());
  return { collect, changeFlag, endWorker };
}

test("what a worker has open is closed when it ends", async () => {
  const { collect, endWorker } = await start();
  const [number, name] = await collect();
  expect(nameOf(number)).toBe(name);
  await endWorker();
  expect(nameOf(number)).not.toBe(name);
});

test("what is others' by then stays open when a worker ends whose collector had the number before a reload", async () => {
  const { collect, changeFlag, endWorker } = await start();
  const [number, name] = await collect();
  await changeFlag();
  await until(() => nameOf(number) !== name);
  const own = openAs(number);
  const [, successor] = await collect();
  await endWorker();
  expect(nameOf(number)).toBe(own);
  expect([...sockets().values()]).not.toContain(successor);
});

/** Opens files until one has this number; returns what that is called. */
function openAs(number: number): string {
  for (;;) {
    const fd = openSync(FILE, "r");
    cleanUp(() => closeSync(fd));
    if (fd === number) return nameOf(fd);
  }
}

/** The sockets of this process, by number. */
function sockets(): Map<number, string> {
  const all = readdirSync("/proc/self/fd").map((fd): [number, string] => [Number(fd), nameOf(Number(fd))]);
  return new Map(all.filter(([, name]) => name.startsWith("socket:")));
}

function nameOf(fd: number): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // Closed.
    return "";
  }
}
