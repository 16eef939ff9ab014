/** Runs one scenario in the mount namespace that the test made for it, and prints its result as JSON. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import filesystem from "../../../src/collectors/filesystem.ts";
import { openCollector, type Scraper } from "../../support/collect.ts";
import { standStill } from "../../support/stand-still.ts";

const mount = process.env["MOUNT"] ?? "/nowhere";
const fuse = Number(process.env["FUSE_PID"]);
/** A folder of the test, for mounts of its own. */
const names = join(dirname(process.argv[3] ?? "/"), "names");
const hangfs = process.env["HANGFS"] ?? "";

function opened(flags: Readonly<Record<string, string | number>>): Scraper {
  return openCollector(filesystem, { flags: { "collector.filesystem.fs-types-exclude": "^$", ...flags } });
}

function onlyFuse(timeout: number): Scraper {
  return opened({
    "collector.filesystem.fs-types-include": "^fuse",
    "collector.filesystem.mount-timeout": timeout,
    "collector.filesystem.fs-types-exclude": "",
  });
}

interface Shown {
  readonly errors: readonly string[];
  readonly sizes: number;
  readonly milliseconds: number;
  readonly logs: number;
}

async function shown(scraper: Scraper): Promise<Shown> {
  const start = performance.now();
  const { text, status, message, logs } = await scraper.scrape();
  if (status !== "ok") throw new Error(message);
  const errors = [...text.matchAll(/^node_filesystem_device_error\{.*device_error="([^"]*)".*\} (\S+)$/gm)];
  return {
    errors: errors.map(([, label, value]) => `${label} ${value}`),
    sizes: [...text.matchAll(/^node_filesystem_size_bytes\{.*\} 4.096e\+06$/gm)].length,
    milliseconds: performance.now() - start,
    logs: logs.length,
  };
}

function children(): number {
  return readFileSync(`/proc/self/task/${process.pid}/children`, "utf8")
    .split(" ")
    .filter((pid) => pid !== "" && isProbe(pid)).length;
}

function isProbe(pid: string): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("mount-probe");
}

function heldCalls(): number {
  return readFileSync(`${mount}.log`, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("statfs held")).length;
}

async function setHanging(pid: number, hanging: boolean): Promise<void> {
  process.kill(pid, hanging ? "SIGUSR1" : "SIGUSR2");
  await sleep(100);
}

async function hangAndRelease(): Promise<unknown> {
  const scraper = onlyFuse(1);
  const healthy = await shown(scraper);
  await setHanging(fuse, true);
  const first = await shown(scraper);
  const next: Shown[] = [];
  for (let i = 0; i < 45; i++) next.push(await shown(scraper));
  const held = heldCalls();
  const duringHang = children();
  await setHanging(fuse, false);
  const released = await shown(scraper);
  return {
    healthy,
    first,
    slowest: Math.max(...next.map(({ milliseconds }) => milliseconds)),
    errors: [...new Set(next.flatMap(({ errors }) => errors))],
    held,
    duringHang,
    released,
    afterwards: children(),
  };
}

async function slowMount(): Promise<unknown> {
  const scraper = onlyFuse(5);
  await setHanging(fuse, true);
  setTimeout(() => process.kill(fuse, "SIGUSR2"), 700);
  return shown(scraper);
}

async function killedServer(): Promise<unknown> {
  const scraper = onlyFuse(1);
  await shown(scraper);
  process.kill(fuse, "SIGKILL");
  await sleep(200);
  return shown(scraper);
}

async function childKilled(): Promise<unknown> {
  const scraper = onlyFuse(1);
  await shown(scraper);
  for (const pid of readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" "))
    if (pid !== "" && isProbe(pid)) process.kill(Number(pid), "SIGKILL");
  return { next: await shown(scraper), children: children() };
}

/** A child that says nothing at all is replaced, and mounts answer again. */
async function childStopped(): Promise<unknown> {
  const scraper = onlyFuse(0.5);
  await shown(scraper);
  for (const pid of readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" "))
    if (pid !== "" && isProbe(pid)) process.kill(Number(pid), "SIGSTOP");
  const stopped = await shown(scraper);
  await sleep(200);
  return { stopped, next: await shown(scraper), children: children() };
}

async function unmounted(): Promise<unknown> {
  const scraper = onlyFuse(1);
  await shown(scraper);
  const before = children();
  execFileSync("umount", ["--lazy", mount]);
  const after = await shown(scraper);
  await sleep(200);
  return { before, after: after.errors, children: children() };
}

/** Twenty mounts hang, then thirty more appear one after the other and hang as well. */
async function manyMounts(): Promise<unknown> {
  const servers: ChildProcess[] = [];
  const folder = `${mount}-many`;
  mkdirSync(folder);
  const add = async (count: number, state: string) => {
    for (let i = 0; i < count; i++) servers.push(await serve(join(folder, String(servers.length)), state));
  };
  await add(20, "hang");
  const scraper = onlyFuse(1);
  const first = await shown(scraper);
  await add(15, "hang");
  const second = await shown(scraper);
  await add(15, "hang");
  const third = await shown(scraper);
  await add(1, "ok");
  const fourth = await shown(scraper);
  const slow: Shown[] = [];
  for (let i = 0; i < 200; i++) slow.push(await shown(scraper));
  const hung = children();
  for (const server of servers) server.kill("SIGUSR2");
  await sleep(500);
  const released = await shown(scraper);
  const left = children();
  for (const server of servers) server.kill("SIGKILL");
  return {
    counts: [first, second, third, fourth].map(({ errors }) => errors.length),
    sizes: fourth.sizes,
    slowest: Math.max(...slow.map(({ milliseconds }) => milliseconds)),
    hung,
    released: released.sizes,
    left,
  };
}

async function serve(path: string, state: string): Promise<ChildProcess> {
  mkdirSync(path);
  const server = spawn(process.execPath, [hangfs, path, state], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve) => server.stdout.once("data", () => resolve()));
  return server;
}

/** A worker whose thread sleeps between its tasks, as those of the pool do. */
async function frozenThread(): Promise<unknown> {
  const scraper = onlyFuse(0.4);
  await shown(scraper);
  standStill(300);
  await setHanging(fuse, true);
  const hung = await shown(scraper);
  process.kill(fuse, "SIGUSR2");
  standStill(300);
  return { hung, next: await shown(scraper) };
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
    await sleep(1);
  }
  loop.kill("SIGKILL");
  return present;
}

const scenarios = {
  hangAndRelease,
  slowMount,
  killedServer,
  childKilled,
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
  appendFileSync(output, JSON.stringify(await scenario()));
  process.exit(0);
}
