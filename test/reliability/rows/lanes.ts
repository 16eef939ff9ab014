import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { figuresOf } from "../../support/process.ts";
import { type Program, startProgram } from "../../support/program.ts";
import { type SlowTree, slowTree } from "../../support/slow-tree.ts";
import { until } from "../../support/until.ts";
import type { Row } from "../row.ts";
import { cgroup, inGroup } from "../support/cgroup.ts";
import { assertOthers, good, scrape } from "../support/scrape.ts";
import { stopProgram } from "../support/stop.ts";

const SCHEDULER = "main/scrape/scheduler.test.ts";

export const laneRows: readonly Row[] = [
  { id: "K8", what: "8 and 20 collectors hang", tests: [{ file: "main/scrape/many-hanging.test.ts" }] },
  {
    id: "K9",
    what: "a collector hangs while no worker can be started: processes, descriptors, working directory",
    tests: [{ file: "main/scrape/refused-workers.test.ts" }],
    only: "root",
    run: noWorker,
  },
  {
    id: "K10",
    what: "a collector that ends its worker again and again",
    tests: [{ file: SCHEDULER, name: /again and again/ }],
  },
  { id: "K11", what: "clients that give up early, late, or leave", tests: [{ file: "main/scrape/deadlines.test.ts" }] },
  { id: "K12", what: "collectors hang where memory is short", tests: [{ file: "main/scrape/short-memory.test.ts" }] },
];

/** Milliseconds that a scrape may take are those of this many seconds, less the margin. */
const TIMEOUT = 3;

async function noWorker(): Promise<string> {
  return [await noProcess(), await noDescriptor(), await noDirectory()].join("; ");
}

async function noProcess(): Promise<string> {
  const group = cgroup("pids");
  const tree = slowTree("net/softnet_stat");
  const program = await startProgram(tree.flags, { wrapper: inGroup(group) });
  const limit = join(group, "pids.max");
  const text = await refused(program, tree, {
    begin: () => writeFileSync(limit, readFileSync(join(group, "pids.current"))),
    end: () => writeFileSync(limit, "max"),
  });
  return `no process: ${text}`;
}

async function noDescriptor(): Promise<string> {
  const tree = slowTree("net/softnet_stat");
  const program = await startProgram(tree.flags);
  const setLimit = (limit: string) => execFileSync("prlimit", [`--pid=${program.pid}`, `--nofile=${limit}:`]);
  const text = await refused(program, tree, {
    // Enough for a connection and for what collectors open, not for a worker.
    begin: () => setLimit(String(figuresOf(program).descriptors + 2)),
    end: () => setLimit("1024"),
  });
  return `no descriptor: ${text}`;
}

interface Cause {
  begin(): void;
  end(): void;
}

/** While the cause lasts the program answers and is not ready; everything is back when it has ended. */
async function refused(program: Program, tree: SlowTree, cause: Cause): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  cleanUp(() => agent.destroy());
  const before = await good(program, { agent });
  cause.begin();
  tree.block();
  for (let i = 0; i < 3; i++) await good(program, { agent, timeout: TIMEOUT });
  const isReady = async () => (await scrape(program, { agent, path: "/-/ready" })).status === 200;
  assert.equal(await isReady(), false, "ready without a worker");
  cause.end();
  await until(isReady);
  assertOthers(before, await good(program, { agent, timeout: TIMEOUT }), "softnet");
  tree.release();
  await until(async () => (await good(program, { agent })).success.get("softnet") === 1);
  assertOthers(before, await good(program, { agent }));
  await stopProgram(program);
  return "503 for /-/ready, then all but one back, then all";
}

async function noDirectory(): Promise<string> {
  const tree = slowTree("net/softnet_stat");
  const cwd = temporaryDirectory();
  const program = await startProgram(tree.flags, { cwd });
  const before = await good(program);
  rmSync(cwd, { recursive: true });
  tree.block();
  for (let i = 0; i < 3; i++) assertOthers(before, await good(program, { timeout: TIMEOUT }), "softnet");
  assert.equal((await scrape(program, { path: "/-/ready" })).status, 200);
  await stopProgram(program);
  return "no working directory: only one missing, ready";
}
