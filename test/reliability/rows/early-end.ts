import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanUpNow, pendingCleanUps } from "../../support/clean-up.ts";
import { freePort } from "../../support/free-port.ts";
import { launch } from "../../support/program.ts";
import { until } from "../../support/until.ts";
import { good, scrape } from "../support/scrape.ts";
import { stopProgram } from "../support/stop.ts";
import { startCrashing } from "../support/crashing.ts";

/** Points of time during the start, evenly spread from its begin to a bit after its end. */
const POINTS = 20;

/** SIGTERM at any time of the start: status 0, or the signal itself before there is a program to take it. */
export async function endDuringStart(): Promise<string> {
  const length = await startLength();
  const ends = new Map<string, number>();
  for (let i = 0; i < POINTS; i++) {
    const before = pendingCleanUps();
    const [port, mark] = [await freePort(), randomUUID()];
    const { child, lines, ended } = launch([`--web.listen-address=127.0.0.1:${port}`], { env: { MARK: mark } });
    await sleep((length * 1.1 * i) / (POINTS - 1));
    child.kill("SIGTERM");
    const { code, signal } = await ended;
    // Node.js itself has not installed a handler by then.
    if (signal === "SIGTERM") assert.deepEqual(lines, []);
    else assert.equal(code ?? signal, 0, lines.join("\n"));
    await assertFree(port);
    await until(() => marked(mark).length === 0);
    const last = lines.some((line) => line.includes("msg=listening")) ? "serving" : "starting";
    const kind = signal ?? `0 while ${last}`;
    ends.set(kind, (ends.get(kind) ?? 0) + 1);
    await cleanUpNow(before);
  }
  const text = [...ends].map(([kind, count]) => `${count} ended with ${kind}`).join(", ");
  return `${POINTS} points within ${Math.round(length * 1.1)} ms: ${text}; no process and no listener left`;
}

/** Milliseconds until it listens. */
async function startLength(): Promise<number> {
  const start = performance.now();
  const { child, lines } = launch(["--web.listen-address=127.0.0.1:0"]);
  await until(() => lines.some((line) => line.includes("msg=listening")));
  const length = performance.now() - start;
  child.kill("SIGTERM");
  await once(child, "exit");
  return length;
}

async function assertFree(port: number): Promise<void> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  server.close();
  await once(server, "close");
}

/** Processes with this mark in their environment. */
function marked(mark: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "latin1").includes(mark);
    } catch {
      // It has ended, or is another user's.
      return false;
    }
  });
}

/** Milliseconds from a worker's end to the signal. */
const DELAYS = [0, 20, 50, 100, 200, 400];

/** SIGTERM while a worker that ended is replaced: the scrape in flight is answered, and the status is 0. */
export async function endDuringReplacement(): Promise<string> {
  const times: number[] = [];
  for (const delay of DELAYS) {
    const before = pendingCleanUps();
    const { program, fault } = await startCrashing();
    await good(program);
    fault("exit");
    const asked = scrape(program, { timeout: 5 });
    await until(() => program.lines.some((line) => line.includes("worker ended")));
    await sleep(delay);
    const { code, milliseconds } = await stopProgram(program);
    assert.equal(code, 0);
    assert.ok(milliseconds < 6500, `${milliseconds} ms`);
    assert.equal((await asked).status, 200);
    await assertFree(program.port);
    times.push(milliseconds);
    await cleanUpNow(before);
  }
  return `${DELAYS.join(", ")} ms after a worker's end: scrape answered, status 0, slowest ${Math.round(Math.max(...times))} ms`;
}
