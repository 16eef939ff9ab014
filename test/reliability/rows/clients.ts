import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { figuresOf } from "../../support/process.ts";
import { startProgram } from "../../support/program.ts";
import { rawConnection, received } from "../../support/request.ts";
import { valueOf } from "../../support/samples.ts";
import { assertOthers, good, inParallel, percentile, scrape, inSeconds } from "../support/scrape.ts";
import { until } from "../../support/until.ts";

const REQUEST = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
/** Silent clients are cut after 10 s, looked for each second; a busy machine may add to that. */
const CUT = 15_000;

export async function halfSent(): Promise<string> {
  const program = await startProgram([]);
  const start = performance.now();
  const sockets = await inParallel(1000, 50, async () => {
    const socket = await rawConnection(program.port);
    socket.write("GET /metrics HTTP/1.1\r\nHost:");
    return socket;
  });
  const ended = Promise.all(sockets.map((socket) => received(socket)));
  let scrapes = 0;
  const late = sleep(CUT, "late");
  for (;;) {
    const next = await Promise.race([ended, late, good(program).then(() => "scraped")]);
    if (next === "scraped") scrapes++;
    else {
      assert.notEqual(next, "late", `not closed within ${CUT} ms`);
      break;
    }
  }
  return `all closed after ${inSeconds(performance.now() - start)}, ${scrapes} scrapes served meanwhile`;
}

export async function bodies(): Promise<string> {
  const program = await startProgram([]);
  const socket = await rawConnection(program.port);
  socket.write(`GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: ${1 << 30}\r\n\r\n`);
  const before = figuresOf(program).mebibytes;
  const chunk = Buffer.alloc(1 << 20);
  for (let i = 0; i < 100 && socket.writable; i++) {
    // A cut connection is what this is about.
    if (!socket.write(chunk)) await Promise.race([once(socket, "drain"), sleep(200)]).catch(() => {});
  }
  await good(program);
  const after = figuresOf(program).mebibytes;
  assert.ok(after < before + 60, `${before} to ${after} MiB`);
  return `a body of 1 GiB is refused, ${before} to ${after} MiB`;
}

export async function silence(): Promise<string> {
  const program = await startProgram([]);
  const start = performance.now();
  const sockets = await inParallel(200, 50, () => rawConnection(program.port));
  const ended = Promise.all(sockets.map((socket) => received(socket)));
  assert.notEqual(await Promise.race([ended, sleep(CUT, "late")]), "late", `not closed within ${CUT} ms`);
  await good(program);
  return `200 closed after ${inSeconds(performance.now() - start)}`;
}

export async function nonReaders(): Promise<string> {
  const folder = temporaryDirectory();
  const series = (i: number) => `large_metric{number="${i}",text="${"x".repeat(60)}"} ${i}\n`;
  writeFileSync(join(folder, "large.prom"), Array.from({ length: 110_000 }, (_, i) => series(i)).join(""));
  const program = await startProgram([`--collector.textfile.directory=${folder}`]);
  // Clients that do read, until the heap has the size that it keeps: what is measured is what the others add.
  let usual = 0;
  await inParallel(500, 10, async () => {
    await scrape(program);
    usual = Math.max(usual, figuresOf(program).mebibytes);
  });
  const alone: number[] = [];
  for (let i = 0; i < 10; i++) alone.push((await good(program)).milliseconds);
  const size = (await good(program)).body.length / (1 << 20);
  const connect = () =>
    inParallel(40, 10, async () => {
      const socket = await rawConnection(program.port);
      socket.pause();
      socket.write(REQUEST);
    });
  let highest = 0;
  const watching = setInterval(() => (highest = Math.max(highest, figuresOf(program).mebibytes)), 20);
  cleanUp(() => clearInterval(watching));
  const start = performance.now();
  await connect();
  await until(async () => (await scrape(program)).status === 200);
  const first = performance.now() - start;
  const during: number[] = [];
  let cut = 0;
  // Others keep coming: two a second.
  for (let i = 0; cut < 40; i++) {
    assert.ok(performance.now() - start < 60_000, `${cut} of 40 cut after 60 s`);
    const answer = await good(program);
    during.push(answer.milliseconds);
    cut = valueOf(answer.body, "node_exporter_web_responses_stalled_total") ?? 0;
    await sleep(100);
  }
  const took = performance.now() - start;
  for (let i = 0; i < 10; i++) during.push((await good(program)).milliseconds);
  clearInterval(watching);
  const growth = highest - usual;
  const median = percentile(during, 0.5);
  assert.ok(median < percentile(alone, 0.5) * 4 + 300, `median ${median} ms, alone ${percentile(alone, 0.5)} ms`);
  assert.ok(growth < 2 * size, `${growth} MiB more for a body of ${size.toFixed(1)} MiB`);
  return `first scrape by another answered after ${inSeconds(first)}, all 40 disconnected after ${inSeconds(took)}, median then ${median} ms (alone ${percentile(alone, 0.5)} ms), ${growth} MiB more for ${size.toFixed(1)} MiB`;
}

export async function resets(): Promise<string> {
  const program = await startProgram(["--log.level=debug"]);
  for (let i = 0; i < 20; i++) await good(program);
  const before = figuresOf(program);
  const lines = program.lines.length;
  await inParallel(1000, 10, async (i) => {
    const socket = await rawConnection(program.port);
    socket.write(REQUEST);
    if (i % 2 === 0) await Promise.race([once(socket, "data"), once(socket, "close")]);
    socket.resetAndDestroy();
  });
  await until(async () => {
    const { body } = await good(program);
    const isQuiet = valueOf(body, "promhttp_metric_handler_requests_in_flight") === 1;
    return isQuiet && figuresOf(program).descriptors <= before.descriptors + 2;
  });
  const after = figuresOf(program);
  const logged = program.lines.length - lines;
  assert.ok(logged <= 1000, `${logged} lines`);
  assert.ok(after.threads <= before.threads + 1, `${after.threads} threads, ${before.threads} before`);
  return `${logged} lines at debug level, ${before.descriptors} to ${after.descriptors} descriptors, ${before.mebibytes} to ${after.mebibytes} MiB`;
}

export async function garbage(): Promise<string> {
  const program = await startProgram([]);
  const huge = await rawConnection(program.port);
  huge.write(`GET /metrics HTTP/1.1\r\nHost: a\r\nX-Huge: ${"x".repeat(2 << 20)}\r\n\r\n`);
  assert.match(await received(huge), /^HTTP\/1\.1 431 |^$/);
  const statuses: string[] = [];
  for (const bytes of [
    "\0\0\0\0\r\n\r\n",
    "GET /metrics\r\n\r\n",
    "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03",
    "FOO / HTTP/9.9\r\n\r\n",
  ]) {
    const socket = await rawConnection(program.port);
    socket.end(Buffer.from(bytes, "latin1"));
    const text = await received(socket);
    statuses.push(text.slice(9, 12));
    assert.match(text, /^HTTP\/1\.1 4\d\d /);
  }
  await good(program);
  return `431 and ${statuses.join(", ")}`;
}

export async function keptConnection(): Promise<string> {
  const program = await startProgram([]);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  cleanUp(() => agent.destroy());
  const ports = new Set<number | undefined>();
  for (let i = 0; i < 3; i++) {
    if (i > 0) await sleep(61_000);
    ports.add((await good(program, { agent })).localPort);
  }
  assert.equal(ports.size, 1);
  return "3 scrapes at an interval of 61 s on one connection";
}

const MANY_FILES = 4096;

/** With a low limit from the start its own bounds hold; with one that drops to nothing the kernel refuses everything. */
export async function fewDescriptors(): Promise<string> {
  const low = await startProgram([], { wrapper: ["prlimit", "--nofile=120:120"] });
  const before = await good(low);
  const sockets = await inParallel(200, 50, () => rawConnection(low.port).catch(() => undefined));
  const during = await scrape(low).catch(() => undefined);
  for (const socket of sockets) socket?.destroy();
  await until(async () => (await scrape(low).catch(() => undefined))?.status === 200);
  assertOthers(before, await good(low));
  assert.ok(low.lines.length < 150, `${low.lines.length} lines`);
  return `limit of 120: ${during?.status ?? "closed at once"} with 200 connections, recovered; ${await noDescriptors()}`;
}

async function noDescriptors(): Promise<string> {
  const program = await startProgram([]);
  const limit = (count: number) => execFileSync("prlimit", [`--nofile=${count}:${MANY_FILES}`, `--pid=${program.pid}`]);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  cleanUp(() => agent.destroy());
  const before = await good(program, { agent });
  const lines = program.lines.length;
  limit(figuresOf(program).descriptors);
  const sockets = await inParallel(50, 50, () => rawConnection(program.port));
  const failed = new Set<string>();
  for (let i = 0; i < 100; i++) {
    const { success } = await good(program, { agent, timeout: 3 });
    for (const [name, ok] of before.success) if (ok === 1 && success.get(name) !== 1) failed.add(name);
  }
  limit(MANY_FILES);
  for (const socket of sockets) socket.destroy();
  await until(async () => (await scrape(program).catch(() => undefined))?.status === 200);
  for (let i = 0; i < 3; i++) await good(program);
  assertOthers(before, await good(program, { agent }));
  const logged = program.lines.slice(lines);
  const counts = new Map<string, number>();
  for (const line of logged) {
    const collector = /collector=(\w+)/.exec(line)?.[1] ?? "none";
    counts.set(collector, (counts.get(collector) ?? 0) + 1);
  }
  assert.ok(Math.max(0, ...counts.values()) <= 3, logged.join("\n"));
  return `none left: 100 of 100 scrapes on a kept connection, without data at times: ${[...failed].join(" ") || "none"}; all back, ${logged.length} lines`;
}

export async function shortSoak(): Promise<string> {
  const program = await startProgram(["--web.max-requests=0"]);
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  cleanUp(() => agent.destroy());
  const ask = () => scrape(program, { agent, headers: { "Accept-Encoding": "gzip" } });
  await inParallel(2000, 200, ask);
  const before = figuresOf(program);
  const start = performance.now();
  let scrapes = 0;
  await inParallel(200, 200, async () => {
    while (performance.now() - start < 20_000) {
      assert.equal((await ask()).status, 200);
      scrapes++;
    }
  });
  const after = figuresOf(program);
  assert.ok(after.mebibytes < before.mebibytes + 80, `${before.mebibytes} to ${after.mebibytes} MiB`);
  assert.equal(after.threads, before.threads);
  assert.ok(after.descriptors <= before.descriptors + 5, `${before.descriptors} to ${after.descriptors} descriptors`);
  return `${scrapes} scrapes, ${before.mebibytes} to ${after.mebibytes} MiB, ${after.threads} threads, ${after.descriptors} descriptors`;
}
