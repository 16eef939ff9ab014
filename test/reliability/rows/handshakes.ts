import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";
import { connectionsOf, figuresOf } from "../../support/process.ts";
import { rawConnection, received } from "../../support/request.ts";
import { until } from "../../support/until.ts";
import { inParallel, inSeconds, percentile } from "../support/scrape.ts";
import { startSecure } from "../support/secure.ts";

/** Silent clients are cut after 10 s, looked for each second; a busy machine may add to that. */
const CUT = 15_000;

const CLIENT_HELLO = 1;

/** A record of the handshake protocol with a length that may not be its own. */
function record(body: Uint8Array, length = body.length): Buffer {
  return Buffer.concat([Buffer.from([22, 3, 1, length >> 8, length & 255]), body]);
}

/** A message of the handshake protocol. */
function message(type: number, body: Uint8Array, length = body.length): Buffer {
  return Buffer.concat([Buffer.from([type, length >> 16, (length >> 8) & 255, length & 255]), body]);
}

const MALFORMED: Readonly<Record<string, () => Buffer>> = {
  "random bytes": () => record(randomBytes(500)),
  "random hello": () => record(message(CLIENT_HELLO, randomBytes(300))),
  "hello of length 0": () => record(message(CLIENT_HELLO, Buffer.alloc(0))),
  "a record of length 0": () => Buffer.concat(Array.from({ length: 50 }, () => record(Buffer.alloc(0)))),
  "a record that is too long": () => record(randomBytes(17_000), 65_535),
  "a hello in 16 MB": () => record(message(CLIENT_HELLO, randomBytes(10_000), 0xffffff)),
  "finished first": () => record(message(20, randomBytes(12))),
  "an alert": () => Buffer.from([21, 3, 1, 0, 2, 2, 40]),
  "SSL 2": () => Buffer.concat([Buffer.from([0x80, 0x2e, 1, 0, 2, 0, 21, 0, 0, 0, 16]), randomBytes(37)]),
  "no TLS": () => Buffer.concat([Buffer.from([7]), randomBytes(64)]),
};

/** Handshakes that are malformed, of every kind many times, and some that stop in the middle. */
export async function badHandshakes(): Promise<string> {
  const program = await startSecure();
  for (let i = 0; i < 30; i++) await program.get();
  const before = figuresOf(program);
  const used = cpuSeconds(program.pid);
  const kinds = Object.values(MALFORMED);
  const count = kinds.length * 50;
  await inParallel(count, 20, async (i) => {
    const socket = await rawConnection(program.port);
    socket.end(kinds[i % kinds.length]?.() ?? "");
    await received(socket);
  });
  const cpu = cpuSeconds(program.pid) - used;
  const stalled = await inParallel(100, 50, async () => {
    const socket = await rawConnection(program.port);
    socket.write(record(message(CLIENT_HELLO, randomBytes(200), 1000), 1004));
    return socket;
  });
  const start = performance.now();
  const ended = Promise.all(stalled.map((socket) => received(socket)));
  assert.equal(await program.get(), 200);
  assert.notEqual(await Promise.race([ended, sleep(CUT, "late")]), "late", `not closed within ${CUT} ms`);
  const took = performance.now() - start;
  const after = figuresOf(program);
  assert.ok(cpu < count * 0.01, `${cpu} s of CPU for ${count} handshakes`);
  assert.ok(after.mebibytes < before.mebibytes + 30, `${before.mebibytes} to ${after.mebibytes} MiB`);
  assert.ok(after.descriptors <= before.descriptors + 2, `${before.descriptors} to ${after.descriptors} descriptors`);
  return `${count} of ${kinds.length} kinds refused in ${((cpu / count) * 1000).toFixed(1)} ms of CPU each, 100 stalled ones closed after ${(took / 1000).toFixed(1)} s, ${before.mebibytes} to ${after.mebibytes} MiB`;
}

/** Clients that begin a handshake as they should and stop when the server has answered. */
const HALF_OPEN = 1000;

export async function halfOpenHandshakes(): Promise<string> {
  const program = await startSecure("", { wrapper: ["prlimit", "--nofile=8192:8192"] });
  for (let i = 0; i < 30; i++) await program.get();
  const before = figuresOf(program);
  const connections = connectionsOf(program);
  const hello = await clientHello();
  const sockets = await inParallel(HALF_OPEN, 50, async () => {
    const socket = await rawConnection(program.port);
    socket.write(hello);
    await once(socket, "data");
    return socket;
  });
  const start = performance.now();
  const ended = Promise.all(sockets.map((socket) => received(socket)));
  const { mebibytes } = figuresOf(program);
  const late = sleep(CUT, "late");
  const times: number[] = [];
  for (;;) {
    const answer = await program.good();
    times.push(answer.milliseconds);
    const next = await Promise.race([ended, late, sleep(100, "next")]);
    if (next === "next") continue;
    assert.notEqual(next, "late", `not closed within ${CUT} ms`);
    break;
  }
  const took = performance.now() - start;
  assert.ok(mebibytes < before.mebibytes + 200, `${before.mebibytes} to ${mebibytes} MiB`);
  await until(() => connectionsOf(program) <= connections);
  return `${HALF_OPEN} closed after ${inSeconds(took)}, ${times.length} scrapes meanwhile, median ${percentile(times, 0.5)} ms; ${before.mebibytes} to ${mebibytes} MiB, ${figuresOf(program).mebibytes} afterwards`;
}

/** The first bytes of a handshake, as a client of Node.js sends them. */
async function clientHello(): Promise<Buffer> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const client = connect({ host: "127.0.0.1", port: typeof address === "object" ? (address?.port ?? 0) : 0 });
  client.on("error", () => {});
  const [socket]: [Socket] = (await once(server, "connection")) as never;
  const [bytes]: [Buffer] = (await once(socket, "data")) as never;
  client.destroy();
  socket.destroy();
  server.close();
  return bytes;
}

/** User and system time of a process, in seconds. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
