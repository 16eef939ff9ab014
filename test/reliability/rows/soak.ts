import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Row } from "../row.ts";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { type Figures, figuresOf } from "../../support/process.ts";
import { type Program, startProgram } from "../../support/program.ts";
import { checked, good, inParallel, percentile, scrape } from "../support/scrape.ts";

const CONNECTIONS = 40;
/** Between two scrapes of one connection, in milliseconds. */
const INTERVAL = 1000;
/** Part of the time after which the first figures are taken. */
const WARM_UP = 0.2;

/** Hours in minutes: everything comes and goes while 40 connections scrape each second. `SOAK_MINUTES` says how long. */
export const soakRow: Row = {
  id: "soak",
  what: "40 connections with mounts, interfaces, processes and textfiles that come and go",
  namespaces: "mounts and network",
  only: "slow",
  run: soak,
};

async function soak(): Promise<string> {
  const length = Number(process.env["SOAK_MINUTES"]) * 60_000;
  const folder = temporaryDirectory();
  const program = await startProgram([`--collector.textfile.directory=${folder}`, "--collector.processes"]);
  const expected = [...(await good(program)).success].filter(([, ok]) => ok === 1).map(([name]) => name);
  startChurn(folder);
  const end = performance.now() + length;
  const times: number[] = [];
  const errors: string[] = [];
  const scraping = inParallel(CONNECTIONS, CONNECTIONS, () => scrapeUntil(end, program, expected, times, errors));
  await sleep(length * WARM_UP);
  const before = figuresOf(program);
  await scraping;
  const after = figuresOf(program);
  const result = `${times.length} scrapes, ${errors.length} errors, median ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms; ${text(before)} before, ${text(after)} after`;
  assert.deepEqual(errors.slice(0, 5), [], result);
  assert.ok(after.mebibytes <= before.mebibytes * 1.25 + 20, result);
  assert.ok(after.threads <= before.threads + 2, result);
  assert.ok(after.descriptors <= before.descriptors + 30, result);
  assert.ok(after.children <= before.children + 1, result);
  return result;
}

async function scrapeUntil(
  end: number,
  program: Program,
  expected: readonly string[],
  times: number[],
  errors: string[],
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await sleep(Math.random() * INTERVAL);
  while (performance.now() < end) {
    try {
      const answer = await scrape(program, { agent, timeout: 10, headers: { "Accept-Encoding": "gzip" } });
      const success = checked(answer);
      times.push(answer.milliseconds);
      for (const name of expected) if (success.get(name) !== 1) errors.push(`${name} failed`);
    } catch (error) {
      errors.push(error instanceof Error ? error.message : "no reason");
    }
    await sleep(INTERVAL);
  }
  agent.destroy();
}

/** Loops of shell commands that end with the row. */
function startChurn(folder: string): void {
  const mounts = temporaryDirectory();
  for (const name of ["a", "b", "c"]) mkdirSync(join(mounts, name));
  const loops = [
    `for d in a b c; do mount -t tmpfs t ${mounts}/$d; done; sleep 0.1; for d in a b c; do umount -l ${mounts}/$d; done; sleep 0.1`,
    "ip link add v0 type veth peer name v1; ip link set v0 up; sleep 0.1; ip link del v0; sleep 0.1",
    "for i in 1 2 3 4 5; do (exit) & done; wait; sleep 0.05",
    `n=$((\${n:-0} + 1)); echo "churn{n=\\"$((n % 50))\\"} $n" >${folder}/t.tmp; mv ${folder}/t.tmp ${folder}/$((n % 20)).prom; rm -f ${folder}/$(((n + 7) % 20)).prom; sleep 0.05`,
  ];
  for (const loop of loops) {
    const child = spawn("sh", ["-c", `while :; do ${loop}; done`], { stdio: "ignore" });
    cleanUp(() => void child.kill("SIGKILL"));
  }
}

function text({ mebibytes, threads, descriptors, children }: Figures): string {
  return `${mebibytes} MiB, ${threads} threads, ${descriptors} descriptors, ${children} children`;
}
