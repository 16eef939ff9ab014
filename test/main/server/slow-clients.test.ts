import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { SlowClients } from "../../../src/main/server/slow-clients.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { ask } from "../../support/request.ts";
import { until } from "../../support/until.ts";
import { http2Client } from "./http2-server.ts";
import { StalledSocket } from "./stalled-socket.ts";

const LARGE = randomBytes(20 << 20).toString("base64");
/** Milliseconds: more than any test takes. */
const AGE = 1e9;

let observer: RecordingObserver;
let slowClients: SlowClients;
/** Responses that have begun, by path. */
let begun: Map<string, ServerResponse>;
let server: Server;

beforeEach(() => {
  observer = new RecordingObserver();
  slowClients = new SlowClients(observer);
  begun = new Map();
  server = createServer(({ url = "" }, response) => answer(url, response));
});

/** A large body, a small one at `/small`, none yet at `/wait`. */
function answer(path: string, response: ServerResponse): void {
  slowClients.watch(response);
  begun.set(path, response);
  if (path === "/wait") return;
  const body = Buffer.from(path === "/small" ? "small" : LARGE);
  response.writeHead(200, { "Content-Length": body.length });
  slowClients.send(response, body);
}

async function listen(): Promise<number> {
  server.listen(0, "127.0.0.1");
  cleanUp(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function stalled(path: string): Promise<StalledSocket> {
  const socket = new StalledSocket(path);
  cleanUp(() => void socket.destroy());
  server.emit("connection", socket);
  await until(() => begun.has(path));
  return socket;
}

const disconnected = (): number => observer.counted("response stalled");
const inFuture = (): number => performance.now() + AGE;

test("bodies of every size arrive whole, and not at all for HEAD", async () => {
  const port = await listen();
  expect((await ask(port, "/large")).body).toBe(LARGE);
  expect((await ask(port, "/small")).body).toBe("small");
  expect((await ask(port, "/large", { method: "HEAD" })).body).toBe("");
  await until(() => [...begun.values()].every(({ closed }) => closed));
  slowClients.sweep(inFuture(), 1);
  expect([disconnected(), slowClients.hasLarge]).toEqual([0, false]);
});

test("a client that takes a large body steadily has half a minute for it", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  cleanUp(() => void vi.useRealTimers());
  const socket = await stalled("/large");
  const takeLater = async () => {
    vi.advanceTimersByTime(20_000);
    const goal = socket.taken + (1 << 18);
    socket.accept(1 << 18);
    await until(() => socket.destroyed || socket.taken >= goal);
  };
  await takeLater();
  expect([disconnected(), socket.destroyed]).toEqual([0, false]);
  await takeLater();
  expect([disconnected(), socket.destroyed]).toEqual([1, true]);
});

describe("a sweep", () => {
  test.each(["/small", "/large"])("disconnects who takes nothing of %s for long enough", async (path) => {
    const socket = await stalled(path);
    slowClients.sweep(inFuture(), 2 * AGE);
    expect([disconnected(), socket.destroyed]).toEqual([0, false]);
    slowClients.sweep(inFuture(), AGE);
    expect([disconnected(), socket.destroyed]).toEqual([1, true]);
    expect(slowClients.hasLarge).toBe(false);
  });

  test("leaves a response alone that waits for its values, and one behind it on the same connection", async () => {
    const socket = await stalled("/wait");
    socket.push("GET /small HTTP/1.1\r\nHost: a\r\n\r\n");
    await until(() => begun.has("/small"));
    slowClients.sweep(inFuture(), AGE);
    expect([disconnected(), socket.destroyed]).toEqual([0, false]);
  });

  test("leaves a client alone that has taken something since", async () => {
    const [idle, slow] = [await stalled("/a"), await stalled("/b")];
    const before = performance.now();
    slow.accept(1 << 18);
    await until(() => slow.taken >= 1 << 18);
    slowClients.sweep(before + AGE, AGE);
    expect([idle.destroyed, slow.destroyed, disconnected()]).toEqual([true, false, 1]);
  });

  test("holds for the streams of HTTP/2, whose other streams go on", async () => {
    const client = await http2Client(({ url = "" }, response) => answer(url, response), {
      settings: { initialWindowSize: 0 },
    });
    const stream = client.request({ ":path": "/large" });
    stream.on("error", () => {});
    client.request({ ":path": "/wait" }).on("error", () => {});
    await until(() => begun.size === 2);
    slowClients.sweep(inFuture(), AGE);
    expect(disconnected()).toBe(1);
    await until(() => stream.closed);
    expect([begun.get("/large")?.destroyed, begun.get("/wait")?.destroyed]).toEqual([true, false]);
  });
});

describe("room for others", () => {
  test("is made by the oldest client that takes nothing", async () => {
    const first = await stalled("/small");
    const second = await stalled("/large");
    expect(slowClients.makeRoom(inFuture())).toBe(true);
    expect([first.destroyed, second.destroyed]).toEqual([true, false]);
    expect(slowClients.makeRoom(inFuture())).toBe(true);
    expect(slowClients.makeRoom(inFuture())).toBe(false);
    expect(disconnected()).toBe(2);
  });

  test("is not made at the cost of one that has only just begun or waits for its values", async () => {
    const now = performance.now();
    await stalled("/small");
    await stalled("/wait");
    expect(slowClients.makeRoom(now)).toBe(false);
  });

  test("large bodies that are not taken make room together, and small ones stay", async () => {
    const small = await stalled("/small");
    const large = [await stalled("/a"), await stalled("/b")];
    slowClients.dropLarge(inFuture());
    expect([small.destroyed, ...large.map(({ destroyed }) => destroyed)]).toEqual([false, true, true]);
  });
});
