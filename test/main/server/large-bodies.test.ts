import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { beforeEach, expect, test } from "vitest";
import { LargeBodies } from "../../../src/main/server/large-bodies.ts";
import { SlowClients } from "../../../src/main/server/slow-clients.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { until } from "../../support/until.ts";
import { StalledSocket } from "./stalled-socket.ts";

const BYTES = 2 << 20;

let observer: RecordingObserver;
let bodies: LargeBodies;
/** Paths for whose scrape there was room, in their order. */
let started: string[];
let arrived: Map<string, ServerResponse>;
let server: Server;
let memory: { isFull: boolean };

beforeEach(() => {
  observer = new RecordingObserver();
  memory = { isFull: false };
  bodies = new LargeBodies(new SlowClients(observer), memory);
  started = [];
  arrived = new Map();
  server = createServer(({ url = "" }, response) => {
    arrived.set(url, response);
    response.once("close", () => bodies.closed(response));
    const until = performance.now() + (url === "/hurry" || url === "/late" ? 0 : 1e6);
    const late = url === "/late" ? () => started.push("late") : undefined;
    bodies.whenRoom(response, until, () => start(url, response), late);
  });
});

/** Every scrape has a body of its own, at `/none` never. */
function start(path: string, response: ServerResponse): void {
  started.push(path);
  if (path === "/none") return;
  response.writeHead(200, { "Content-Length": BYTES });
  bodies.send(response, Buffer.alloc(BYTES));
}

/** A client that takes nothing. */
async function ask(path: string): Promise<StalledSocket> {
  const socket = new StalledSocket(path);
  cleanUp(() => void socket.destroy());
  server.emit("connection", socket);
  await until(() => arrived.has(path));
  return socket;
}

test("two bodies that nobody takes make the next scrape wait, until one of their clients is disconnected", async () => {
  const oldest = await ask("/a");
  await ask("/b");
  await ask("/c");
  expect(started).toEqual(["/a", "/b"]);
  await until(() => started.length === 3);
  expect(started).toEqual(["/a", "/b", "/c"]);
  expect([oldest.destroyed, observer.counted("response stalled") > 0]).toEqual([true, true]);
});

test("a body on its way and a scrape without one yet are enough to wait", async () => {
  const first = await ask("/a");
  const second = await ask("/none");
  await ask("/c");
  expect(started).toEqual(["/a", "/none"]);
  second.destroy();
  await until(() => started.length === 3);
  first.destroy();
});

test("a scrape that is refused when it is late is not started", async () => {
  for (const path of ["/a", "/b", "/late"]) await ask(path);
  await until(() => started.length === 3);
  expect(started).toEqual(["/a", "/b", "late"]);
});

test("while memory is full nothing is started, sent or not", async () => {
  memory.isFull = true;
  await ask("/a");
  expect(started).toEqual([]);
  memory.isFull = false;
  await until(() => started.length === 1);
});

test("a scrape waits until its time comes", async () => {
  for (const path of ["/a", "/b", "/hurry"]) await ask(path);
  await until(() => started.length === 3);
  expect(observer.counted("response stalled")).toBe(0);
});

test("a client that leaves while it waits is not started", async () => {
  const [first] = [await ask("/a"), await ask("/b")];
  const leaving = await ask("/leaving");
  await ask("/next");
  const response = arrived.get("/leaving");
  leaving.destroy();
  if (response?.closed === false) await once(response, "close");
  first.destroy();
  await until(() => started.includes("/next"));
  expect(started).not.toContain("/leaving");
});

test("a scrape whose client has left already is not started, and nobody waits for it", async () => {
  (await ask("/none")).destroy();
  const response = arrived.get("/none");
  if (response === undefined) throw new Error("no response");
  await until(() => response.closed);
  bodies.whenRoom(response, 0, () => started.push("gone"));
  await ask("/a");
  await ask("/b");
  expect(started).toEqual(["/none", "/a", "/b"]);
});
