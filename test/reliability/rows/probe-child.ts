import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { faultyMount, type FaultyMount } from "../../support/faulty-mount.ts";
import { childrenOf, connectionsOf, figuresOf } from "../../support/process.ts";
import { type Program, startProgram } from "../../support/program.ts";
import { until } from "../../support/until.ts";
import { startCrashing } from "../support/crashing.ts";
import { deviceError } from "../support/device-error.ts";
import { assertOthers, good, type Good } from "../support/scrape.ts";

const KILLS = 50;

/** The probe's child is killed before each scrape, with a mount that answers and with one that hangs. */
export async function killedChildren(): Promise<string> {
  const mount = await faultyMount();
  const program = await startProgram([]);
  const before = await good(program);
  assert.equal(deviceError(before, mount), 0);
  for (let i = 0; i < 10; i++) await good(program);
  const start = { ...figuresOf(program), connections: connectionsOf(program) };
  const answering = await killAll(program, before, mount, 0);
  await mount.obey({ statfs: "hang" });
  await good(program, { timeout: 2 });
  const hanging = await killAll(program, before, mount, 1);
  await mount.obey({});
  await until(async () => deviceError(await good(program), mount) === 0);
  // A worker stands still between scrapes: what ended after one is reaped by the next.
  await until(async () => {
    await good(program);
    return figuresOf(program).children <= start.children && connectionsOf(program) <= start.connections + 1;
  });
  const end = figuresOf(program);
  assert.ok(end.threads <= start.threads + 1, `${start.threads} to ${end.threads} threads`);
  return `killed ${answering} times with a mount that answers, ${hanging} with one that hangs: all scrapes whole; ${start.children} to ${end.children} children, ${start.threads} to ${end.threads} threads, ${start.connections} to ${connectionsOf(program)} pipes and sockets; ${await crashedWorker()}`;
}

/** Returns how many children were killed. */
async function killAll(program: Program, before: Good, mount: FaultyMount, error: number): Promise<number> {
  let killed = 0;
  for (let i = 0; i < KILLS; i++) {
    for (const child of childrenOf(program.pid)) {
      process.kill(child, "SIGKILL");
      killed++;
    }
    const answer = await good(program, { timeout: 3 });
    assertOthers(before, answer);
    assert.equal(deviceError(answer, mount), error);
    assert.ok(figuresOf(program).children <= 4, `${figuresOf(program).children} children`);
  }
  return killed;
}

/** A worker that crashes leaves its child behind, which is reaped. */
async function crashedWorker(): Promise<string> {
  const { program, fault } = await startCrashing();
  const before = await good(program);
  const [child] = childrenOf(program.pid);
  assert.notEqual(child, undefined, "no child");
  fault("exit");
  await good(program, { timeout: 3 });
  fault("");
  await until(async () => {
    await good(program);
    return !childrenOf(program.pid).some(isZombie) && !childrenOf(program.pid).includes(child ?? 0);
  });
  await until(async () => (await good(program)).success.get("textfile") === 1);
  assertOthers(before, await good(program));
  return "that of a crashed worker reaped";
}

function isZombie(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && / Z /.test(readFileSync(file, "latin1").replace(/\(.*\)/, ""));
}
