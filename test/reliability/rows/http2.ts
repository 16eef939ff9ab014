import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import { connectionsOf, figuresOf } from "../../support/process.ts";
import { until } from "../../support/until.ts";
import {
  END_HEADERS,
  END_STREAM,
  frame,
  FrameType,
  GET_METRICS,
  INITIAL_WINDOW_SIZE,
  LARGE_HEADER,
  preface,
  settings,
  word,
} from "../support/http2-frames.ts";
import { checked, inParallel, inSeconds, percentile } from "../support/scrape.ts";
import { type SecureProgram, startSecure } from "../support/secure.ts";

/** Silent clients are cut after 10 s, looked for each second; a busy machine may add to that. */
const CUT = 15_000;

const { data, headers, priority, reset, ping, windowUpdate, continuation } = FrameType;

const get = (i: number, flags = END_HEADERS | END_STREAM) => frame(headers, flags, 2 * i + 1, GET_METRICS);

/** What a client may send on one connection that no server has to bear: bytes for as long as it is not cut. */
const ABUSES: Readonly<Record<string, (round: number) => Buffer>> = {
  "rapid reset": (i) => Buffer.concat([get(i), frame(reset, 0, 2 * i + 1, word(8))]),
  "10,000 streams": (i) => get(i, END_HEADERS),
  "window overflow": () => frame(windowUpdate, 0, 0, word(0x7fffffff)),
  "window update of 0": () => frame(windowUpdate, 0, 0, word(0)),
  "continuations without end": (i) =>
    i === 0 ? get(0, 0) : frame(continuation, 0, 1, LARGE_HEADER.subarray(0, 16_000)),
  "empty continuations": (i) => (i === 0 ? get(0, 0) : frame(continuation, 0, 1)),
  pings: () => frame(ping, 0, 0, Buffer.alloc(8)),
  settings: () => settings(),
  priorities: (i) => frame(priority, 0, 2 * i + 1, Buffer.alloc(5)),
  "unknown frames": () => frame(99, 0, 0, Buffer.alloc(1000)),
  "empty data": (i) => (i === 0 ? get(0, END_HEADERS) : frame(data, 0, 1)),
  "data on stream 0": () => frame(data, 0, 0, Buffer.alloc(100)),
  "a stream of the server": () => frame(headers, END_HEADERS | END_STREAM, 2, GET_METRICS),
  "a frame of 16 MB": () => Buffer.concat([Buffer.from([255, 255, 255, 0, 0, 0, 0, 0, 1]), Buffer.alloc(32_000)]),
  "broken HPACK": () => frame(headers, END_HEADERS | END_STREAM, 1, Buffer.alloc(200, 0xff)),
  garbage: () => randomBytes(100),
};

/** Each is answered or passed over, which costs its sender as much; the connection ends as an idle one. */
const BORNE = new Set(["pings", "priorities", "unknown frames"]);

/** Frames after which a client that is still connected has been borne with long enough. */
const MAX_ROUNDS = 10_000;

/** Raw frames: each abuse ends with its connection cut or its requests refused, and costs others nothing. */
export async function badFrames(): Promise<string> {
  const program = await startSecure();
  for (let i = 0; i < 30; i++) await program.get();
  const connections = connectionsOf(program);
  const idle = await Promise.all([program.http2(), program.http2()]);
  const start = performance.now();
  const idleEnded = Promise.all(idle.map((socket) => closing(socket)));
  idle[0]?.write(preface());
  const before = figuresOf(program);
  const kept: string[] = [];
  let highest = 0;
  for (const [what, bytes] of Object.entries(ABUSES)) {
    const socket = await program.http2();
    socket.write(preface());
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
  assert.ok(highest < before.mebibytes + 40, `${before.mebibytes} to ${highest} MiB`);
  await until(() => connectionsOf(program) <= connections);
  return `${Object.keys(ABUSES).length} kinds, ${Object.keys(ABUSES).length - kept.length} disconnected at once${kept.length > 0 ? `, tolerated: ${kept.join(", ")}` : ""}; ${before.mebibytes} to ${highest} MiB; idle ones closed after ${inSeconds(took)}`;
}

/** Connections of every kind, all at once. */
const FLOODING = 5;
const FLOODS = ["rapid reset", "continuations without end", "settings", "pings", "10,000 streams"];

/** Many connections that send without end: all are cut, the ones whose frames are borne as idle ones. */
export async function frameFloods(): Promise<string> {
  const program = await startSecure();
  for (let i = 0; i < 30; i++) await program.get();
  const before = figuresOf(program);
  const figures: string[] = [];
  for (const what of FLOODS) {
    const sockets = await inParallel(FLOODING, 10, () => program.http2());
    const start = performance.now();
    const flooding = Promise.all(sockets.map((socket) => flood(socket, ABUSES[what] ?? (() => settings()))));
    const { times, highest } = await scrapesDuring(program, flooding);
    assert.ok(highest < before.mebibytes + 60, `${what}: ${before.mebibytes} to ${highest} MiB`);
    figures.push(
      `${what}: cut within ${inSeconds(performance.now() - start)}, ${times.length} scrapes beside, median ${percentile(times, 0.5)} ms, up to ${highest} MiB`,
    );
  }
  return `${FLOODING} connections each, ${before.mebibytes} MiB before; ${figures.join("; ")}`;
}

/** Frames that a client sends in one turn of its event loop, which has others to serve. */
const AT_ONCE = 100;

/** Sends until it is cut. */
async function flood(socket: TLSSocket, bytes: (round: number) => Buffer): Promise<void> {
  const cut = closing(socket);
  const start = performance.now();
  socket.write(preface());
  for (let round = 0; socket.writable; round += AT_ONCE) {
    assert.ok(performance.now() - start < CUT, `not cut within ${CUT} ms`);
    const frames = Array.from({ length: AT_ONCE }, (_, i) => bytes(round + i));
    socket.write(Buffer.concat(frames));
    do await nextTurn();
    while (socket.writable && socket.writableLength > 0 && performance.now() - start < CUT);
  }
  await cut;
}

/** What a client may hold: it sends this, and then nothing. */
const HOLDS: Readonly<Record<string, () => Buffer>> = {
  "windows of 0": () => Buffer.concat([preface({ [INITIAL_WINDOW_SIZE]: 0 }), ...requests()]),
  "a window that is used up": () => Buffer.concat([preface({ [INITIAL_WINDOW_SIZE]: 0x7fffffff }), ...requests()]),
  "requests without end": () => Buffer.concat([preface(), ...requests(END_HEADERS)]),
  "headers without end": () => Buffer.concat([preface(), get(0, 0)]),
};

/** As many as one connection may have at the same time. */
const requests = (flags?: number) => Array.from({ length: 100 }, (_, i) => get(i, flags));

/** Connections of each kind. */
const HOLDING = 50;

/** A response that is not read ends after 30 s, its connection 120 s later. */
const HELD = 170_000;

export async function heldStreams(): Promise<string> {
  const program = await startSecure();
  for (let i = 0; i < 30; i++) await program.get();
  const before = figuresOf(program);
  const kinds = Object.entries(HOLDS);
  const sockets = await inParallel(kinds.length * HOLDING, 10, async (i) => {
    const socket = await program.http2();
    socket.write(kinds[i % kinds.length]?.[1]() ?? "");
    return socket;
  });
  const start = performance.now();
  const ended = Promise.all(sockets.map((socket) => closing(socket)));
  const late = sleep(HELD, "late");
  const { times, highest, refused } = await scrapesDuring(program, Promise.race([ended, late]), 200);
  assert.equal(sockets.filter((socket) => !socket.closed).length, 0, `not all closed after ${HELD} ms`);
  assert.ok(highest < before.mebibytes + 80, `${before.mebibytes} to ${highest} MiB`);
  return `${sockets.length} connections with ${kinds.map(([what]) => what).join(", ")}: all closed after ${inSeconds(performance.now() - start)}; ${times.length} scrapes beside, median ${percentile(times, 0.5)} ms, ${refused} answered 503 until places were free; ${before.mebibytes} to ${highest} MiB`;
}

interface Beside {
  readonly times: readonly number[];
  /** Scrapes for which there was no place among those allowed at a time. */
  readonly refused: number;
  readonly highest: number;
}

/** Scrapes of others while something goes on: each is whole. */
async function scrapesDuring(program: SecureProgram, event: Promise<unknown>, pause = 20): Promise<Beside> {
  const times: number[] = [];
  let [refused, highest] = [0, 0];
  const over = event.then(() => "over");
  // Its failure is this function's own, in the end.
  over.catch(() => {});
  do {
    const answer = await program.scrape();
    highest = Math.max(highest, figuresOf(program).mebibytes);
    if (answer.status === 503) refused++;
    else {
      assert.ok([...checked(answer).values()].filter((ok) => ok === 1).length > 20, "not whole");
      times.push(answer.milliseconds);
    }
  } while ((await Promise.race([over, sleep(pause)])) !== "over");
  await event;
  return { times, refused, highest };
}

/** Resolves when the connection is closed, whatever the reason; what comes is thrown away. */
async function closing(socket: TLSSocket): Promise<void> {
  socket.resume();
  if (!socket.closed) await new Promise<void>((resolve) => void socket.once("close", () => resolve()));
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
