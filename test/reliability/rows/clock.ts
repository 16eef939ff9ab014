import assert from "node:assert/strict";
import { once } from "node:events";
import { globSync, writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { Impossible } from "../../support/impossible.ts";
import { type Program, startProgram } from "../../support/program.ts";
import { rawConnection, received } from "../../support/request.ts";
import { valueOf } from "../../support/samples.ts";
import { slowTree } from "../../support/slow-tree.ts";
import { until } from "../../support/until.ts";
import { assertOthers, good, inSeconds, scrape } from "../support/scrape.ts";

/** Where Debian and others put the library; the variant for programs with threads. */
const LIBRARY = "/usr/lib/{,*/}faketime/libfaketimeMT.so.1";

/** Seconds by which the clock is off, one after the other. */
const JUMPS = [3600, -3600, 86_400, -86_400, 0];

/** A half-sent request ends within this, in milliseconds: 10 s, looked for each second. */
const CUT = 15_000;

/** The clock of the program jumps; the time since its start goes on as it does. */
export async function jumpingClock(): Promise<string> {
  const tree = slowTree();
  const { program, jump } = await startWithClock(tree.flags);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  cleanUp(() => agent.destroy());
  const before = await good(program, { agent });
  const half = await rawConnection(program.port);
  half.write("GET /metrics HTTP/1.1\r\nHo");
  const start = performance.now();
  const halfEnded = received(half);
  for (const seconds of JUMPS) {
    jump(seconds);
    const answer = await good(program, { agent, timeout: 5 });
    assert.equal(answer.localPort, before.localPort, "the connection was closed");
    assertOthers(before, answer);
    const off = (valueOf(answer.body, "node_time_seconds") ?? 0) - Date.now() / 1000;
    assert.ok(Math.abs(off - seconds) < 60, `the clock is ${off} s off`);
    assertDurations(answer.body);
  }
  assert.notEqual(await Promise.race([halfEnded, sleep(CUT, "late")]), "late", `half a request stays for ${CUT} ms`);
  const cut = performance.now() - start;
  assert.ok(cut > 9000, `half a request was cut after ${cut} ms`);
  const deadlines = await duringHangs(program, tree, jump);
  return `${JUMPS.length} jumps by up to a day: whole scrapes on one connection; half a request cut after ${inSeconds(cut)}; a scrape with 2 s that hangs answered after ${deadlines}; ${await limitedRate()}`;
}

type Jump = (seconds: number) => void;

async function startWithClock(flags: readonly string[]): Promise<{ program: Program; jump: Jump }> {
  const [library] = globSync(LIBRARY);
  if (library === undefined) throw new Impossible("no libfaketime");
  const file = join(temporaryDirectory(), "offset");
  const jump = (seconds: number) => writeFileSync(file, `${seconds < 0 ? "" : "+"}${seconds}\n`);
  jump(0);
  const env = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    NO_FAKE_STAT: "1",
  };
  return { program: await startProgram(flags, { env }), jump };
}

function assertDurations(body: string): void {
  const durations = [...body.matchAll(/^node_scrape_collector_duration_seconds\{.*\} (\S+)$/gm)];
  for (const [line, text] of durations) assert.ok(Number(text) >= 0 && Number(text) < 5, line);
}

/** A deadline that runs while the clock jumps comes when it would have come. */
async function duringHangs(program: Program, tree: ReturnType<typeof slowTree>, jump: Jump): Promise<string> {
  const times: number[] = [];
  for (const seconds of [86_400, -86_400]) {
    tree.block();
    const asked = good(program, { timeout: 2 });
    await sleep(200);
    jump(seconds);
    const { success, milliseconds } = await asked;
    assert.equal(success.get("loadavg"), 0);
    assert.ok(milliseconds < 2500, `${milliseconds} ms`);
    times.push(milliseconds);
    tree.release();
    await until(async () => (await good(program)).success.get("loadavg") === 1);
  }
  jump(0);
  return times.map((time) => inSeconds(time)).join(" and ");
}

/** Two requests an hour: a day that the clock jumps brings no further one. */
async function limitedRate(): Promise<string> {
  const config = join(temporaryDirectory(), "web.yml");
  writeFileSync(config, "rate_limit:\n  interval: 1h\n  burst: 2\n");
  const { program, jump } = await startWithClock([`--web.config.file=${config}`]);
  const status = async () => (await scrape(program, { path: "/-/healthy" })).status;
  const statuses = [await status(), await status(), await status()];
  jump(86_400);
  statuses.push(await status());
  assert.deepEqual(statuses, [200, 200, 429, 429]);
  program.kill("SIGTERM");
  await once(program.child, "exit");
  return "no further request within the rate limit";
}
