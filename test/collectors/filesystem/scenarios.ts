/** Runs one scenario in the mount namespace that the test made for it, and writes its result as JSON. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { ChildMountProbe } from "../../../src/workers/mount-probe/mount-probe.ts";
import type { Scraper } from "../../support/collect.ts";
import { faultyMount } from "../../support/faulty-mount.ts";
import type { Rules } from "../../support/fuse/server.ts";
import { childrenOf } from "../../support/process.ts";
import { standStill } from "../../support/stand-still.ts";
import { until } from "../../support/until.ts";
import { onlyFuse, opened, type Shown, shown, shownWhole } from "./shown.ts";

const HANGING: Rules = { statfs: "hang" };

/** A timeout, in seconds, that no mount comes near on a machine with much else to do. */
const LONG = 50;

/** A directory of the test, for mounts of its own. */
const names = join(dirname(process.argv[3] ?? "/"), "names");

/** Processes that ask mounts. */
function probes(): number[] {
  return childrenOf(process.pid).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("mount-probe"));
}

async function hangAndRelease(): Promise<unknown> {
  const mount = await faultyMount();
  const scraper = onlyFuse(1);
  const healthy = await shownWhole(scraper);
  await mount.obey(HANGING);
  const first = await shown(scraper);
  const next = await manyTimes(scraper);
  const { held } = mount;
  const duringHang = probes().length;
  await mount.obey({});
  const released = await shownWhole(scraper);
  const sinceHealthy = (each: Shown): Shown => ({ ...each, logs: each.logs - healthy.logs });
  return {
    healthy,
    first: sinceHealthy(first),
    errors: [...next],
    held,
    duringHang,
    released: sinceHealthy(released),
    afterwards: probes().length,
  };
}

/** Scrapes so often that the test would take minutes if each waited for its timeout; gives every error that was shown. */
async function manyTimes(scraper: Scraper): Promise<ReadonlySet<string>> {
  const errors = new Set<string>();
  for (let i = 0; i < 200; i++) for (const error of (await shown(scraper)).errors) errors.add(error);
  return errors;
}

/** The first question to a new child, with far more time than the timeout. */
async function hangAtFirst(): Promise<unknown> {
  const { path } = await faultyMount({}, HANGING);
  const probe = new ChildMountProbe();
  return probe.statfs([path], { timeout: 500, until: performance.now() + 1e6 });
}

async function slowMount(): Promise<unknown> {
  await faultyMount({}, { statfs: { delay: 700 } });
  return shown(onlyFuse(LONG));
}

async function killedServer(): Promise<unknown> {
  const { server } = await faultyMount();
  const scraper = onlyFuse(LONG);
  await shown(scraper);
  server.kill("SIGKILL");
  await once(server, "exit");
  return shown(scraper);
}

async function childKilled(): Promise<unknown> {
  await faultyMount();
  const scraper = onlyFuse(LONG);
  await shown(scraper);
  for (const pid of probes()) process.kill(pid, "SIGKILL");
  return { next: await shown(scraper), children: probes().length };
}

/** Two children in a row end while the mount's call hangs in them. */
async function childrenKilled(): Promise<unknown> {
  const mount = await faultyMount();
  const scraper = onlyFuse(LONG);
  await shown(scraper);
  await mount.obey(HANGING);
  const asked = shown(scraper);
  for (let child = 0; child < 2; child++) {
    await until(() => mount.held === 1);
    for (const pid of probes()) process.kill(pid, "SIGKILL");
    // A process ends only when its call returns; that of the next child hangs again.
    await Promise.all([mount.obey({}), mount.obey(HANGING)]);
  }
  const { errors } = await asked;
  await mount.obey({});
  return { errors, next: await shown(scraper) };
}

/** A scrape that has to be ready long before the mount's timeout, and is so some time before its own end. */
async function hurriedScrape(): Promise<unknown> {
  await faultyMount({}, HANGING);
  let text: string | undefined;
  await until(async () => {
    // A machine with much else to do may be late once.
    text = (await Promise.race([onlyFuse(LONG).scrape(1000), sleep(850)]))?.text;
    return text !== undefined;
  });
  return /device_error="([^"]+)"/.exec(text ?? "")?.[1];
}

/** A child that says nothing at all is replaced, and mounts answer again. */
async function childStopped(): Promise<unknown> {
  await faultyMount();
  const scraper = onlyFuse(0.5);
  await shownWhole(scraper);
  for (const pid of probes()) process.kill(pid, "SIGSTOP");
  const stopped = await shown(scraper);
  await shownWhole(scraper);
  return { stopped, children: probes().length };
}

async function unmounted(): Promise<unknown> {
  const { path } = await faultyMount();
  const scraper = onlyFuse(LONG);
  await shown(scraper);
  const before = probes().length;
  execFileSync("umount", ["--lazy", path]);
  const after = await shown(scraper);
  await until(() => probes().length === 0);
  return { before, after: after.errors };
}

/**
 * Twenty mounts hang, then thirty more appear and hang as well. The clock is an hour ahead meanwhile: in the end mounts are asked
 * again because their calls have returned, and not because it is time.
 */
async function manyMounts(): Promise<unknown> {
  const clock = performance.now.bind(performance);
  performance.now = () => clock() + 3_600_000;
  const hanging = [await faultyMount({}, HANGING, 20)];
  const scraper = onlyFuse(1);
  const first = await shown(scraper);
  hanging.push(await faultyMount({}, HANGING, 15));
  const second = await shown(scraper);
  hanging.push(await faultyMount({}, HANGING, 15));
  const third = await shown(scraper);
  await faultyMount();
  const fourth = await shownWhole(scraper);
  await manyTimes(scraper);
  const hung = probes().length;
  performance.now = clock;
  for (const mount of hanging) await mount.obey({});
  await shownWhole(scraper, 51);
  return {
    counts: [first, second, third, fourth].map(({ errors }) => errors.length),
    sizes: fourth.sizes,
    hung,
    left: probes().length,
  };
}

/** A worker whose thread sleeps between its tasks, as those of the pool do. */
async function frozenThread(): Promise<unknown> {
  const mount = await faultyMount();
  const scraper = onlyFuse(0.4);
  await shownWhole(scraper);
  standStill(300);
  await mount.obey(HANGING);
  const hung = await shown(scraper);
  await mount.obey({});
  let next: Shown | undefined;
  await until(async () => {
    standStill(300);
    return (next = await shown(scraper)).sizes === 1;
  });
  return { hung, next };
}

function shell(script: string): void {
  execFileSync("bash", ["-ec", script], { stdio: ["ignore", "inherit", "inherit"] });
}

async function lines(pattern: RegExp): Promise<unknown> {
  const { text, status, message } = await opened({
    "collector.filesystem.mount-points-include": `^${names}`,
  }).scrape();
  if (status !== "ok") throw new Error(message);
  return text
    .split("\n")
    .filter((line) => pattern.test(line))
    .map((line) => line.replace(names, "/names"));
}

async function oddNames(): Promise<unknown> {
  shell(String.raw`
    mkdir -p ${names}; mount -t tmpfs names ${names}; cd ${names}
    for name in 'a b' $'tab\t' $'line\nbreak' 'back\slash' 'quo"te' 'ha#sh' $'bytes\xff\xfe'; do
      mkdir "$name"; mount -t tmpfs -o size=4m $'dev\xff ice' "$name"
    done`);
  return lines(/^node_filesystem_(size_bytes|device_error).*names\/./);
}

async function coveredMount(): Promise<unknown> {
  shell(`mkdir -p ${names}; mount -t tmpfs -o size=4m below ${names}; mount -t tmpfs -o size=8m,ro above ${names}
    mkdir -p ${names}-same; mount -t tmpfs -o size=4m same ${names}-same; mount -t tmpfs -o size=8m same ${names}-same`);
  return lines(/^node_filesystem_(size_bytes|readonly|mount_info)/);
}

async function readOnlyRemount(): Promise<unknown> {
  shell(`mkdir -p ${names}; mount -t tmpfs names ${names}`);
  const scraper = opened({ "collector.filesystem.mount-points-include": `^${names}$` });
  const find = async () => /^node_filesystem_readonly.* (\d)$/m.exec((await scraper.scrape()).text)?.[1];
  const before = await find();
  shell(`mount -o remount,ro ${names}`);
  return { before, after: await find() };
}

/** Mounts come and go between and during scrapes; one that stays must always be there. */
async function churn(): Promise<unknown> {
  shell(`mkdir -p ${names}/stays ${names}/moves; mount -t tmpfs names ${names}/stays`);
  const loop = spawn("bash", ["-c", `while :; do mount -t tmpfs x ${names}/moves; umount ${names}/moves; done`], {
    stdio: "ignore",
  });
  const scraper = opened({ "collector.filesystem.mount-points-include": `^${names}` });
  let present = 0;
  for (let i = 0; i < 300; i++) {
    const { text } = await scraper.scrape();
    if (/^node_filesystem_size_bytes.*names\/stays/m.test(text)) present++;
    await nextTurn();
  }
  loop.kill("SIGKILL");
  return present;
}

const scenarios = {
  hangAndRelease,
  hangAtFirst,
  slowMount,
  killedServer,
  childKilled,
  childrenKilled,
  hurriedScrape,
  childStopped,
  unmounted,
  manyMounts,
  frozenThread,
  oddNames,
  coveredMount,
  readOnlyRemount,
  churn,
};

export type Scenario = keyof typeof scenarios;

const [, , name = "", output = ""] = process.argv;
const scenario = Object.entries(scenarios).find(([key]) => key === name)?.[1];
if (scenario !== undefined) {
  writeFileSync(output, JSON.stringify(await scenario()));
  process.exit(0);
}
