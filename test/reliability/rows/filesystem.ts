import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import koffi from "koffi";
import type { Row } from "../row.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { faultyMount } from "../../support/faulty-mount.ts";
import { figuresOf } from "../../support/process.ts";
import { startProgram } from "../../support/program.ts";
import { assertOthers, good, inParallel, percentile } from "../support/scrape.ts";
import { deviceError } from "../support/device-error.ts";
import { stopProgram } from "../support/stop.ts";
import { until } from "../../support/until.ts";
import { killedChildren } from "./probe-child.ts";

/** With a scrape timeout of 3 s and the usual margin an answer has to come within this, in milliseconds. */
const IN_TIME = 3000;
const GRACE = 6000;
const UNMOUNTED_TYPES = "--collector.filesystem.fs-types-exclude=^$";

export const filesystemRows: readonly Row[] = [
  { id: "F1", what: "statfs hangs", namespaces: "mounts", only: "root", run: hundredScrapes },
  { id: "F2", what: "45 scrapes at once when a hang begins", namespaces: "mounts", only: "root", run: manyAtOnce },
  { id: "F3", what: "a hang ends", namespaces: "mounts", only: "root", run: hangAndRelease },
  {
    id: "F4",
    what: "20 hung mounts",
    namespaces: "mounts",
    only: "root",
    run: twentyHung,
    tests: [{ file: "collectors/filesystem/mounts.test.ts", name: /costs no more children/ }],
  },
  { id: "F5", what: "SIGTERM during a hang", namespaces: "mounts", only: "root", run: endDuringHang },
  { id: "F6", what: "statfs takes 2 s", namespaces: "mounts", only: "root", run: slowMount },
  { id: "F7", what: "the FUSE server is killed", namespaces: "mounts", only: "root", run: killedServer },
  {
    id: "F8",
    what: "mounts appear and disappear",
    tests: [{ file: "collectors/filesystem/mounts.test.ts", name: /come and go/ }],
  },
  { id: "F9", what: "20,000 mounts", namespaces: "mounts", only: "root", run: manyMounts },
  {
    id: "F10",
    what: "names that are not UTF-8",
    tests: [
      { file: "collectors/filesystem/mounts.test.ts", name: /odd names/ },
      { file: "collectors/filesystem/plan.test.ts", name: /not UTF-8/ },
    ],
  },
  {
    id: "F11",
    what: "spaces, line breaks, backslashes, quotes in names",
    tests: [{ file: "collectors/filesystem/mounts.test.ts", name: /odd names/ }],
  },
  {
    id: "F12",
    what: "a mount on top of another",
    tests: [{ file: "collectors/filesystem/mounts.test.ts", name: /under another one/ }],
  },
  {
    id: "F13",
    what: "mounts of process 1 cannot be read",
    tests: [{ file: "collectors/filesystem.test.ts", name: /process 1 cannot be seen/ }],
  },
  {
    id: "F14",
    what: "a mount becomes read-only",
    tests: [
      { file: "collectors/filesystem/mounts.test.ts", name: /become read-only/ },
      { file: "collectors/filesystem/plan.test.ts", name: /mount options/ },
    ],
  },
  {
    id: "F15",
    what: "the probe's child is killed again and again, and its worker crashes",
    tests: [{ file: "workers/mount-probe/orphans.test.ts" }],
    namespaces: "mounts",
    only: "root",
    run: killedChildren,
  },
];

async function hundredScrapes(): Promise<string> {
  const mount = await faultyMount();
  const program = await startProgram([]);
  const before = await good(program, { timeout: 3 });
  assert.equal(deviceError(before, mount), 0);
  await mount.obey({ statfs: "hang" });
  const times: number[] = [];
  for (let i = 0; i < 100; i++) {
    const answer = await good(program, { timeout: 3 });
    times.push(answer.milliseconds);
    assertOthers(before, answer);
    assert.equal(deviceError(answer, mount), 1);
  }
  assert.ok(Math.max(...times) < IN_TIME - 200, `slowest ${Math.max(...times)} ms`);
  return `100 answers, slowest ${percentile(times, 1)} ms, median ${percentile(times, 0.5)} ms`;
}

async function manyAtOnce(): Promise<string> {
  const mount = await faultyMount();
  const program = await startProgram(["--web.max-requests=100"]);
  const before = await good(program);
  await mount.obey({ statfs: "hang" });
  const answers = await inParallel(45, 45, () => good(program, { timeout: 5 }));
  for (const answer of answers) assertOthers(before, answer);
  assert.equal(mount.held, 1, `${mount.held} calls of statfs hang`);
  const slowest = percentile(times(answers), 1);
  assert.ok(slowest < 5000, `slowest ${slowest} ms`);
  return `45 answers, ${mount.held} call held, slowest ${slowest} ms`;
}

async function hangAndRelease(): Promise<string> {
  const mount = await faultyMount();
  const program = await startProgram([]);
  await good(program);
  const before = figuresOf(program);
  await mount.obey({ statfs: "hang" });
  for (let i = 0; i < 5; i++) await good(program, { timeout: 2 });
  await mount.obey({});
  const after = await good(program);
  assert.equal(deviceError(after, mount), 0);
  // A child whose call has just returned is about to end.
  await until(() => figuresOf(program).children <= before.children);
  const left = figuresOf(program);
  assert.ok(left.threads <= before.threads + 4, `${left.threads} threads, ${before.threads} before`);
  return `back on the next scrape, ${left.children} child, ${left.threads} threads as before`;
}

async function twentyHung(): Promise<string> {
  const mounts = await inParallel(20, 4, () => faultyMount());
  const program = await startProgram([]);
  const before = await good(program);
  for (const mount of mounts) await mount.obey({ statfs: "hang" });
  const first = await good(program, { timeout: 5 });
  for (const mount of mounts) assert.equal(deviceError(first, mount), 1);
  // Compression shares nothing with the threads that hang.
  const many = (count: number) =>
    inParallel(count, 4, () => good(program, { timeout: 5, headers: { "Accept-Encoding": "gzip" } }));
  await many(100);
  const start = figuresOf(program);
  await many(1000);
  const end = figuresOf(program);
  assertOthers(before, await good(program, { timeout: 5 }));
  assert.ok(end.children <= 4, `${end.children} children`);
  assert.ok(end.threads <= start.threads + 2, `${end.threads} threads, ${start.threads} before`);
  assert.ok(end.mebibytes <= start.mebibytes * 1.3 + 20, `${end.mebibytes} MiB, ${start.mebibytes} before`);
  return `1,000 compressed answers: ${end.children} children, ${start.threads} to ${end.threads} threads, ${start.mebibytes} to ${end.mebibytes} MiB`;
}

async function endDuringHang(): Promise<string> {
  const mount = await faultyMount({}, { statfs: "hang" });
  const program = await startProgram([]);
  const asked = good(program, { timeout: 3 });
  await until(() => mount.held > 0);
  const stopped = stopProgram(program);
  await asked;
  const { code, milliseconds } = await stopped;
  assert.equal(code, 0);
  assert.ok(milliseconds < GRACE, `${milliseconds} ms`);
  const again = await startProgram([`--web.listen-address=127.0.0.1:${program.port}`].concat("--collector.textfile"));
  await good(again, { timeout: 3 });
  assert.equal(mount.held > 0, true);
  return `ended in ${Math.round(milliseconds)} ms with the scrape in flight answered, port free`;
}

async function slowMount(): Promise<string> {
  const mount = await faultyMount({}, { statfs: { delay: 2000 } });
  const program = await startProgram([]);
  const answer = await good(program, { timeout: 10 });
  assert.equal(deviceError(answer, mount), 0);
  const hurried = await good(program, { timeout: 1.5 });
  assert.equal(deviceError(hurried, mount) ?? 1, 1);
  return `value there after ${Math.round(answer.milliseconds)} ms, left out with a timeout of 1.5 s (${Math.round(hurried.milliseconds)} ms)`;
}

async function killedServer(): Promise<string> {
  const mount = await faultyMount();
  const program = await startProgram([]);
  const before = await good(program);
  mount.server.kill("SIGKILL");
  await once(mount.server, "exit");
  const after = await good(program);
  assert.equal(deviceError(after, mount), 1);
  assertOthers(before, after);
  return `device_error 1, answered in ${Math.round(after.milliseconds)} ms`;
}

async function manyMounts(): Promise<string> {
  const folder = temporaryDirectory();
  const call = koffi.load("libc.so.6").func("int mount(const char *, const char *, const char *, ulong, const char *)");
  execFileSync("mount", ["-t", "tmpfs", "tmpfs", folder]);
  for (let i = 0; i < 20_000; i++) {
    const path = join(folder, String(i));
    mkdirSync(path);
    if (call(`tmpfs${i}`, path, "tmpfs", 0, "size=1m") !== 0) throw new Error(`mount ${i} failed`);
  }
  const program = await startProgram([UNMOUNTED_TYPES]);
  await good(program, { timeout: 30 });
  const answers = [];
  for (let i = 0; i < 3; i++) answers.push(await good(program, { timeout: 30 }));
  const { mebibytes } = figuresOf(program);
  const shown = (answers[0]?.body.match(/^node_filesystem_size_bytes/gm) ?? []).length;
  assert.ok(shown > 20_000, `${shown} mounts`);
  const median = percentile(times(answers), 0.5);
  assert.ok(median < 2000, `${median} ms`);
  assert.ok(mebibytes < 500, `${mebibytes} MiB`);
  return `${shown} mounts in ${median} ms, ${mebibytes} MiB`;
}

function times(answers: readonly { milliseconds: number }[]): number[] {
  return answers.map(({ milliseconds }) => milliseconds);
}
