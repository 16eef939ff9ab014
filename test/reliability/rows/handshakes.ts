import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import { figuresOf } from "../../support/process.ts";
import { rawConnection, received } from "../../support/request.ts";
import { inParallel } from "../support/scrape.ts";
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

const DATA = 0;
const HEADERS = 1;
const RESET = 3;
const SETTINGS = 4;
const PING = 6;
const WINDOW_UPDATE = 8;
const CONTINUATION = 9;
const END_STREAM = 1;
const END_HEADERS = 4;

const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

function frame(type: number, flags: number, stream: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** GET https://a/metrics in HPACK: two entries of the static table, and two literals. */
const REQUEST = Buffer.concat([
  Buffer.from([0x82, 0x87, 0x01, 1]),
  Buffer.from("a"),
  Buffer.from([0x04, 8]),
  Buffer.from("/metrics"),
]);

/** A literal header that is in no table, of about 16 KB. */
const LARGE_HEADER = Buffer.concat([
  Buffer.from([0x00, 1]),
  Buffer.from("x"),
  Buffer.from([0x7f, 0x81, 0x7c]),
  Buffer.alloc(16_000, "x"),
]);

/** What a client may send on one connection that no server has to bear: bytes for as long as it is not cut. */
const ABUSES: Readonly<Record<string, (round: number) => Buffer>> = {
  "rapid reset": (i) => {
    const stream = 2 * i + 1;
    return Buffer.concat([frame(HEADERS, END_STREAM | END_HEADERS, stream, REQUEST), frame(RESET, 0, stream, word(8))]);
  },
  "10,000 streams": (i) => frame(HEADERS, END_HEADERS, 2 * i + 1, REQUEST),
  "window overflow": () => frame(WINDOW_UPDATE, 0, 0, word(0x7fffffff)),
  "window update of 0": () => frame(WINDOW_UPDATE, 0, 0, word(0)),
  "continuations without end": (i) =>
    i === 0 ? frame(HEADERS, 0, 1, REQUEST) : frame(CONTINUATION, 0, 1, LARGE_HEADER.subarray(0, 16_000)),
  "empty continuations": (i) => (i === 0 ? frame(HEADERS, 0, 1, REQUEST) : frame(CONTINUATION, 0, 1)),
  pings: () => frame(PING, 0, 0, Buffer.alloc(8)),
  settings: () => frame(SETTINGS, 0, 0),
  "empty data": (i) => (i === 0 ? frame(HEADERS, END_HEADERS, 1, REQUEST) : frame(DATA, 0, 1)),
  "data on stream 0": () => frame(DATA, 0, 0, Buffer.alloc(100)),
  "a stream of the server": () => frame(HEADERS, END_HEADERS | END_STREAM, 2, REQUEST),
  "a frame of 16 MB": () => Buffer.concat([Buffer.from([255, 255, 255, 0, 0, 0, 0, 0, 1]), Buffer.alloc(32_000)]),
  "broken HPACK": () => frame(HEADERS, END_HEADERS | END_STREAM, 1, Buffer.alloc(200, 0xff)),
  garbage: () => randomBytes(100),
};

/** Frames after which a client that is still connected has been borne with long enough. */
const MAX_ROUNDS = 10_000;

/** Raw frames: each abuse ends with its connection cut or its requests refused, and costs others nothing. */
export async function badFrames(): Promise<string> {
  const program = await startSecure();
  for (let i = 0; i < 30; i++) await program.get();
  const idle = await Promise.all([program.http2(), program.http2()]);
  const start = performance.now();
  const idleEnded = Promise.all(idle.map((socket) => closing(socket)));
  idle[0]?.write(Buffer.concat([PREFACE, frame(SETTINGS, 0, 0)]));
  const before = figuresOf(program);
  const kept: string[] = [];
  let highest = 0;
  for (const [what, bytes] of Object.entries(ABUSES)) {
    const socket = await program.http2();
    socket.write(Buffer.concat([PREFACE, frame(SETTINGS, 0, 0)]));
    const [scraped] = await Promise.all([program.get(), abuse(socket, bytes)]);
    assert.equal(scraped, 200, what);
    if (!socket.closed && !socket.destroyed) kept.push(what);
    highest = Math.max(highest, figuresOf(program).mebibytes);
    socket.destroy();
  }
  assert.deepEqual(
    kept.filter((what) => !BORNE.has(what)),
    [],
  );
  assert.notEqual(await Promise.race([idleEnded, sleep(CUT, "late")]), "late", "idle connections stay");
  const took = performance.now() - start;
  for (let i = 0; i < 30; i++) assert.equal(await program.get(), 200);
  const after = figuresOf(program);
  assert.ok(highest < before.mebibytes + 40, `${before.mebibytes} to ${highest} MiB`);
  assert.ok(after.descriptors <= before.descriptors, `${before.descriptors} to ${after.descriptors} descriptors`);
  return `${Object.keys(ABUSES).length} kinds, ${Object.keys(ABUSES).length - kept.length} disconnected at once${kept.length > 0 ? `, tolerated: ${kept.join(", ")}` : ""}; ${before.mebibytes} to ${highest} MiB; idle ones closed after ${(took / 1000).toFixed(1)} s`;
}

/** Each is answered, which costs its sender as much. */
const BORNE = new Set(["pings"]);

/** Resolves when the connection is closed, whatever the reason; what comes is thrown away. */
async function closing(socket: TLSSocket): Promise<void> {
  socket.resume();
  await new Promise<void>((resolve) => void socket.once("close", () => resolve()));
}

/** Sends until it is cut, or for so many rounds; what comes back is thrown away. */
async function abuse(socket: TLSSocket, bytes: (round: number) => Buffer): Promise<void> {
  const closed = closing(socket);
  const stop = new AbortController();
  void closed.then(() => stop.abort());
  const drained = () => once(socket, "drain", { signal: stop.signal }).catch(() => {});
  for (let i = 0; i < MAX_ROUNDS && socket.writable; i++) if (!socket.write(bytes(i))) await drained();
  await Promise.race([closed, sleep(500)]);
}

/** User and system time of a process, in seconds. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
