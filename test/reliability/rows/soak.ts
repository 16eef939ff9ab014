import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { type FaultyMount, faultyMount } from "../../support/faulty-mount.ts";
import { type Figures, figuresOf } from "../../support/process.ts";
import { inParallel, percentile, succeeded } from "../support/scrape.ts";
import { startSecure } from "../support/secure.ts";
import { type Client, type Sent, soakClient } from "../support/soak-client.ts";

const CLIENTS = 10;
/** Between two scrapes of one client, in milliseconds. */
const INTERVAL = 2000;
/** Part of the time after which the first figures are taken. */
const WARM_UP = 0.2;
/** How long the mount hangs, and how long it answers then, in milliseconds. */
const MOUNT = { hangs: 5000, answers: 10_000 };

/**
 * Everything comes and goes while clients scrape in all ways that there are: with filters, patience, encodings and
 * protocols at random, and some leave before the answer. `RELIABILITY_MINUTES` says for how long.
 */
export async function soak(): Promise<string> {
  const length = Number(process.env["RELIABILITY_MINUTES"] ?? 0.5) * 60_000;
  const folder = temporaryDirectory();
  const mount = await faultyMount();
  const flags = [`--collector.textfile.directory=${folder}`, "--collector.processes"];
  const program = await startSecure("", {}, flags);
  const first = await program.good();
  const expected = succeeded(first);
  startChurn(folder);
  const end = performance.now() + length;
  const hanging = comeAndGo(mount, end);
  const sent: Sent[] = [];
  const scraping = inParallel(CLIENTS, CLIENTS, async (i) => {
    const client = soakClient(program, i, expected);
    await sleep(Math.random() * INTERVAL);
    await scrapeUntil(end, client, sent);
    client.close();
  });
  await sleep(length * WARM_UP);
  const before = figuresOf(program);
  await scraping;
  await hanging;
  for (let i = 0; i < 5; i++) await program.good();
  const after = figuresOf(program);
  const result = `${summary(sent)}; ${text(before)} before, ${text(after)} after`;
  assert.deepEqual(countedErrors(sent), {}, result);
  assert.ok(after.mebibytes <= before.mebibytes * 1.25 + 20, result);
  assert.ok(after.threads <= before.threads + 2, result);
  // One more worker has that many files open.
  assert.ok(after.descriptors <= before.descriptors + 150, result);
  assert.ok(after.children <= before.children + 1, result);
  return result;
}

async function scrapeUntil(end: number, client: Client, sent: Sent[]): Promise<void> {
  while (performance.now() < end) {
    sent.push(await client.scrape());
    await sleep(INTERVAL);
  }
}

async function comeAndGo(mount: FaultyMount, end: number): Promise<void> {
  while (performance.now() < end) {
    await mount.obey({ statfs: "hang" });
    await sleep(MOUNT.hangs);
    await mount.obey({});
    await sleep(MOUNT.answers);
  }
}

/** Loops of shell commands that end with the row. */
function startChurn(folder: string): void {
  const mounts = temporaryDirectory();
  for (const name of ["a", "b", "c"]) mkdirSync(join(mounts, name));
  const loops = [
    `for d in a b c; do mount -t tmpfs t ${mounts}/$d; done; sleep 0.1; for d in a b c; do umount -l ${mounts}/$d; done; sleep 1`,
    "ip link add v0 type veth peer name v1; ip link set v0 up; sleep 0.5; ip link del v0; sleep 0.5",
    "for i in 1 2 3 4 5; do (exit) & done; wait; sleep 0.2",
    `n=$((\${n:-0} + 1)); echo "churn{n=\\"$((n % 50))\\"} $n" >${folder}/t.tmp; mv ${folder}/t.tmp ${folder}/$((n % 20)).prom; rm -f ${folder}/$(((n + 7) % 20)).prom; sleep 0.2`,
  ];
  for (const loop of loops) {
    const child = spawn("sh", ["-c", `while :; do ${loop}; done`], { stdio: "ignore" });
    cleanUp(() => void child.kill("SIGKILL"));
  }
}

function summary(sent: readonly Sent[]): string {
  const times = sent.flatMap(({ milliseconds }) => milliseconds ?? []);
  const count = (kind: Sent["kind"]) => sent.filter((each) => each.kind === kind).length;
  const errors = sent.filter(({ error }) => error !== undefined).length;
  return `${sent.length} scrapes (${count("whole")} whole, ${count("filtered")} filtered, ${count("hurried")} hurried, ${count("cancelled")} cancelled), ${errors} errors, median ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms`;
}

function countedErrors(sent: readonly Sent[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(
    sent.flatMap(({ error }) => error ?? []),
    (error) => error,
  );
  return Object.fromEntries([...groups].map(([error, all]) => [error, all.length]));
}

function text({ mebibytes, threads, descriptors, children }: Figures): string {
  return `${mebibytes} MiB, ${threads} threads, ${descriptors} descriptors, ${children} children`;
}
