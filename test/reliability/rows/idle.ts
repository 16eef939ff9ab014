import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";
import { cleanUp } from "../../support/clean-up.ts";
import { startProgram } from "../../support/program.ts";
import { rawConnection } from "../../support/request.ts";
import { startSecure } from "../support/secure.ts";

const CONNECTIONS = 5;
const REQUEST = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";

/** What follows the start and the scrapes, such as a cleaned-up heap, has this long to pass, in milliseconds. */
const SETTLED = 40_000;
const MINUTE = 60_000;

/** One in 15 s. */
const MOST_WAKE_UPS = 4;
/** In milliseconds. */
const MOST_CPU = 2;

/** Nothing happens while nobody asks, whatever connections are kept. */
export async function idleMinute(): Promise<string> {
  const [alone, kept, secure] = [await startProgram(), await startProgram(), await startSecure()];
  await alone.get();
  await keep(() => rawConnection(kept.port));
  await keep(async () => {
    const socket = connect({ host: "127.0.0.1", port: secure.port, rejectUnauthorized: false });
    await once(socket, "secureConnect");
    return socket;
  });
  await sleep(SETTLED);
  const programs = { "no connection": alone.pid, "kept connections": kept.pid, TLS: secure.pid };
  const before = Object.values(programs).map(usageOf);
  await sleep(MINUTE);
  const figures = Object.entries(programs).map(([name, pid], i) => {
    const usage = usageOf(pid);
    const wakeUps = usage.wakeUps - (before[i]?.wakeUps ?? 0);
    const cpu = usage.milliseconds - (before[i]?.milliseconds ?? 0);
    const text = `${name}: ${wakeUps} wake-ups, ${cpu.toFixed(1)} ms of CPU time`;
    assert.ok(wakeUps <= MOST_WAKE_UPS && cpu <= MOST_CPU, text);
    return text;
  });
  return `in a minute, ${figures.join("; ")}`;
}

/** Connections with an answered request. */
async function keep(open: () => Promise<Socket>): Promise<void> {
  for (let i = 0; i < CONNECTIONS; i++) {
    const socket = await open();
    cleanUp(() => void socket.destroy());
    socket.write(REQUEST);
    await once(socket, "data");
    socket.resume();
  }
}

/** Of all threads, since they started: how often they began to wait, and their CPU time. */
function usageOf(pid: number): { readonly wakeUps: number; readonly milliseconds: number } {
  let [wakeUps, milliseconds] = [0, 0];
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const path = `/proc/${pid}/task/${thread}`;
    const [, waits] = /^voluntary_ctxt_switches:\s+(\d+)$/m.exec(readFileSync(`${path}/status`, "latin1")) ?? [];
    wakeUps += Number(waits);
    const [nanoseconds] = readFileSync(`${path}/schedstat`, "latin1").split(" ");
    milliseconds += Number(nanoseconds) / 1e6;
  }
  return { wakeUps, milliseconds };
}
