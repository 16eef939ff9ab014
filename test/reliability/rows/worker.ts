import assert from "node:assert/strict";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Impossible } from "../../support/impossible.ts";
import type { Row } from "../row.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { figuresOf } from "../../support/process.ts";
import { programFile, runProgram, startProgram, type Program } from "../../support/program.ts";
import { valueOf } from "../../support/samples.ts";
import { startCrashing } from "../support/crashing.ts";
import { assertOthers, good, inParallel, succeeded } from "../support/scrape.ts";
import { stopProgram } from "../support/stop.ts";
import { slowTree } from "../../support/slow-tree.ts";
import { until } from "../../support/until.ts";

export const workerRows: readonly Row[] = [
  { id: "K1", what: "a collector exits, throws oddly, loops, runs out of memory or stack", run: crashes },
  { id: "K2", what: "an error after the task", run: lateErrors },
  { id: "K3", what: "1,000 scrapes with a collector that hangs", run: hungCollector },
  { id: "K4", what: "four collectors that hang, with compression", only: "slow", run: fourHung },
  { id: "K5", what: "the worker's file is missing", run: missingFile },
  {
    id: "K6",
    what: "memory outside the heap",
    only: "slow",
    run: steadyMemory,
  },
  { id: "K7", what: "SIGSEGV", run: segmentationFault },
];

async function crashes(): Promise<string> {
  const { program, fault } = await startCrashing();
  const before = await good(program);
  assert.equal(before.success.get("textfile"), 1);
  await good(program);
  const { descriptors } = figuresOf(program);
  const figures: string[] = [];
  for (const kind of ["exit", "undefined", "function", "stack", "buffers", "abort", "loop", "memory"]) {
    fault(kind);
    const during = await good(program, { timeout: 3 });
    assert.equal(during.success.get("textfile"), 0, kind);
    // What a crashing worker had not come to yet is lost once.
    const next = await good(program, { timeout: 3 });
    assertOthers(before, next, "textfile");
    fault("");
    await returns(program, kind);
    figures.push(kind);
  }
  const after = await good(program);
  assertOthers(before, after);
  const restarts = valueOf(after.body, "node_exporter_worker_restarts_total") ?? 0;
  const workers = valueOf(after.body, "node_exporter_workers") ?? 0;
  assert.ok(workers <= 3, `${workers} workers`);
  // An ended worker leaves some 50 files open unless somebody closes them.
  const left = figuresOf(program).descriptors;
  assert.ok(left <= descriptors + 25, `${descriptors} to ${left} descriptors`);
  return `${figures.join(", ")}: only the collector failed; ${restarts} restarts, ${workers} workers, ${descriptors} to ${left} descriptors`;
}

async function returns(program: Program, kind: string): Promise<void> {
  try {
    await until(async () => (await good(program)).success.get("textfile") === 1);
  } catch (error) {
    throw new Error(`the collector stays away after "${kind}":\n${program.lines.slice(-10).join("\n")}`, {
      cause: error,
    });
  }
}

async function lateErrors(): Promise<string> {
  const { program, fault } = await startCrashing();
  const before = await good(program);
  fault("late");
  const told = () => program.lines.filter((line) => /too late|nobody waits/.test(line)).length;
  await good(program);
  await until(() => told() > 0);
  for (let i = 0; i < 4; i++) await good(program);
  fault("");
  await until(async () => (await good(program)).success.get("textfile") === 1);
  assertOthers(before, await good(program));
  assert.equal(program.child.exitCode, null);
  return `alive, ${told()} lines for 5 faults`;
}

async function hungCollector(): Promise<string> {
  const tree = slowTree();
  const program = await startProgram(tree.flags);
  const before = await good(program);
  tree.block();
  for (let i = 0; i < 20; i++) await good(program, { timeout: 3 });
  const start = figuresOf(program);
  await inParallel(1000, 4, async () => {
    const answer = await good(program, { timeout: 3 });
    assertOthers(before, answer, "loadavg");
    assert.equal(answer.success.get("loadavg"), 0);
  });
  const hung = await good(program, { timeout: 3 });
  assert.equal(valueOf(hung.body, 'node_exporter_collector_timed_out{collector="loadavg"}'), 1);
  const end = figuresOf(program);
  assert.ok(end.threads <= start.threads + 1, `${start.threads} to ${end.threads} threads`);
  assert.ok(end.descriptors <= start.descriptors + 5, `${start.descriptors} to ${end.descriptors} descriptors`);
  tree.release();
  await until(async () => (await good(program)).success.get("loadavg") === 1);
  return `${start.threads} to ${end.threads} threads, ${start.mebibytes} to ${end.mebibytes} MiB, back when it answers`;
}

async function fourHung(): Promise<string> {
  const trees = slowTree("loadavg", "stat", "meminfo", "vmstat");
  const program = await startProgram(trees.flags);
  const before = await good(program);
  trees.block();
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    const answer = await good(program, { timeout: 10, headers: { "Accept-Encoding": "gzip" } });
    assertOthers(before, answer, "loadavg", "stat", "cpu", "meminfo", "vmstat");
    assert.equal(answer.headers["content-encoding"], "gzip");
    times.push(answer.milliseconds);
  }
  const { threads } = figuresOf(program);
  trees.release();
  let away: readonly string[] = [];
  const areBack = async (): Promise<boolean> => {
    const { success } = await good(program);
    away = succeeded(before).filter((name) => success.get(name) !== 1);
    return away.length === 0;
  };
  await until(areBack).catch(() => assert.fail(`${away.join(", ")} stay away`));
  return `20 compressed answers, the first after ${Math.round(times[0] ?? 0)} ms, the last ${Math.round(times.at(-1) ?? 0)} ms, ${threads} threads`;
}

async function missingFile(): Promise<string> {
  if (!programFile.endsWith(".js")) throw new Impossible("needs the built program");
  const folder = temporaryDirectory();
  const dist = dirname(dirname(programFile));
  cpSync(dist, join(folder, "dist"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  symlinkSync(join(dist, "../node_modules"), join(folder, "node_modules"));
  const file = join(folder, "dist/main/cli.js");
  const worker = join(folder, "dist/workers/entry.js");
  const refused = async () => {
    const { code, stderr } = await runProgram(["--web.listen-address=127.0.0.1:0"], { file });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /worker/);
    assert.doesNotMatch(stderr, /^\s+at /m);
  };
  rmSync(worker);
  await refused();
  mkdirSync(worker);
  await refused();
  return "exit 1 with a message";
}

async function steadyMemory(): Promise<string> {
  const program = await startProgram([]);
  const run = () => inParallel(3000, 8, () => good(program, { headers: { "Accept-Encoding": "gzip" } }));
  await run();
  const before = figuresOf(program).mebibytes;
  for (let i = 0; i < 4; i++) await run();
  const after = figuresOf(program).mebibytes;
  assert.ok(after < before * 1.2 + 15, `${before} to ${after} MiB`);
  return `12,000 scrapes after warm-up: ${before} to ${after} MiB`;
}

async function segmentationFault(): Promise<string> {
  const program = await startProgram([]);
  process.kill(program.pid, "SIGSEGV");
  const { signal } = await program.ended;
  assert.equal(signal, "SIGSEGV");
  const again = await startProgram([]);
  await good(again);
  assert.equal((await stopProgram(again)).code, 0);
  return "ends by the signal (139 for a supervisor), the next one starts";
}
