import { once } from "node:events";
import { Agent, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { connectionLimit } from "../../../src/main/server/limits.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { rawConnection, received } from "../../support/request.ts";
import { until } from "../../support/until.ts";
import { exchange, get, open } from "./support.ts";

const REQUEST = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
const LAST_REQUEST = REQUEST.replace("\r\n", "\r\nConnection: close\r\n");
/** Times so short that a test sees them pass. */
const SHORT = { headers: 300, request: 300, write: 400, sweep: 100 };

describe("kept connections", () => {
  test("carry many requests and are kept longer than a scrape interval", async () => {
    const { port, web } = await open();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    cleanUp(() => agent.destroy());
    for (let i = 0; i < 5; i++) {
      const { headers, body } = await get({ port, agent });
      expect(body).toBe("hello");
      expect(headers["keep-alive"]).toBe("timeout=120");
    }
    expect(web.stats.accepted).toBe(1);
  });

  test("stay open while they are idle", async () => {
    const { port } = await open({ limits: SHORT });
    const socket = await rawConnection(port);
    socket.write(REQUEST);
    await once(socket, "data");
    // A client that only began a request is closed meanwhile, and long after.
    for (let i = 0; i < 2; i++) {
      const half = await rawConnection(port);
      half.write("GET /");
      await received(half);
    }
    socket.write(REQUEST);
    expect(String(await once(socket, "data"))).toContain("hello");
  });

  test("are closed when the next request comes too slowly, as soon as others ask", async () => {
    const { port } = await open({ limits: SHORT });
    const slow = await begun(port);
    const answer = received(slow);
    await until(async () => (await get({ port })).body === "hello" && slow.destroyed);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("are closed after their idle time when the next request never ends, though nobody else asks", async () => {
    const { port } = await open({ limits: { ...SHORT, keepAlive: 1000 } });
    const slow = await begun(port);
    const dripping = setInterval(() => slow.write("x"), 50);
    cleanUp(() => clearInterval(dripping));
    slow.on("error", () => {});
    await once(slow.resume(), "close");
  });
});

/** A connection with a response, and the start of another request. */
async function begun(port: number): Promise<Socket> {
  const socket = await rawConnection(port);
  socket.write(REQUEST);
  await once(socket, "data");
  socket.write("GET /");
  return socket;
}

describe("bad clients", () => {
  test("a silent connection and a half-sent request are closed, and others are served meanwhile", async () => {
    const { port, web } = await open({ limits: SHORT });
    const silent = await rawConnection(port);
    const half = await rawConnection(port);
    half.write("GET /metrics HTTP/1.1\r\nHost:");
    expect((await get({ port })).body).toBe("hello");
    const answers = await Promise.all([received(silent), received(half)]);
    expect(answers[1]).toMatch(/^HTTP\/1\.1 408 /);
    await until(() => web.stats.connections === 0);
  });

  test("a body that never ends is cut", async () => {
    const { port } = await open({ limits: SHORT });
    const text = await exchange(port, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
    expect(text).toContain("hello");
  });

  test.each([
    ["garbage", "\u0001\u0002\u0003\u0004\r\n\r\n", 400],
    ["HTTP/0.9", "GET /\r\n\r\n", 400],
    [
      "two framings",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
    ],
    ["two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", 400],
    ["a zero byte", "GET / HTTP/1.1\r\nHost: a\u0000b\r\n\r\n", 400],
    ["no host", "GET / HTTP/1.1\r\n\r\n", 400],
    ["two hosts", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400],
    ["CONNECT", "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n", 405],
    ["a large header", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["a large address", `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
  ])("%s is answered with a 4xx and closed", async (_name, bytes, status) => {
    const { port } = await open();
    expect(await exchange(port, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect((await get({ port })).body).toBe("hello");
  });

  test("a version that is not served here is answered with 505", async () => {
    const { port } = await open();
    expect(await exchange(port, "GET / HTTP/2.0\r\nHost: a\r\n\r\n")).toMatch(/^HTTP\/1\.1 505 /);
  });

  test("CONNECT ends its connection, also when the client leaves it open", async () => {
    const { port, web } = await open();
    const socket = await rawConnection(port, { allowHalfOpen: true });
    socket.write("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n");
    await until(() => web.stats.accepted === 1 && web.stats.connections === 0);
  });

  test("a response that is not taken is cut after the time for writing", async () => {
    const body = Buffer.alloc(64 << 20, "x");
    const { port, web } = await open({ limits: SHORT, handler: (_req, res) => void res.end(body) });
    const reader = await rawConnection(port);
    reader.pause();
    reader.write(REQUEST);
    await until(() => web.stats.stalled === 1);
    await until(() => web.stats.connections === 0);
  });

  test("a response that waits for its values is not cut, while silent clients are", async () => {
    const responses: ServerResponse[] = [];
    const { port } = await open({
      limits: SHORT,
      handler: (_req, res) => void responses.push(res),
    });
    const answer = get({ port });
    await until(() => responses.length === 1);
    for (let i = 0; i < 2; i++) await received(await rawConnection(port));
    responses[0]?.end("at last");
    expect((await answer).body).toBe("at last");
  });

  test("resets before and inside of a body harm nobody", async () => {
    const body = Buffer.alloc(8 << 20, "x");
    const { port, web, logged } = await open({ handler: (_req, res) => void res.end(body) });
    for (let i = 0; i < 100; i++) {
      const socket = await rawConnection(port);
      socket.write(REQUEST);
      if (i % 2 === 0) await once(socket, "data");
      socket.resetAndDestroy();
    }
    await until(() => web.stats.connections === 0);
    expect((await get({ port })).body).toHaveLength(body.length);
    expect(logged).toEqual([]);
  });

  test("connections over the bound are closed at once", async () => {
    const { port, web } = await open({ limits: { connections: 2 } });
    const first = await rawConnection(port);
    await rawConnection(port);
    expect(await received(await rawConnection(port))).toBe("");
    expect(web.stats).toMatchObject({ connections: 2, rejected: 1 });
    first.destroy();
    await until(() => web.stats.connections === 1);
    expect((await get({ port })).body).toBe("hello");
  });
});

describe("bodies of requests", () => {
  test("are ignored", async () => {
    const { port } = await open();
    expect((await get({ port, method: "POST" }, "x".repeat(1000))).body).toBe("hello");
    expect((await get({ port, method: "GET", headers: { "Transfer-Encoding": "chunked" } }, "x")).body).toBe("hello");
  });

  test("of too great a length are refused", async () => {
    const { port } = await open({ limits: { bodyBytes: 100 } });
    const text = await exchange(port, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n");
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("without a length are cut past the bound", async () => {
    const { port } = await open({
      limits: { bodyBytes: 1000 },
      handler: (req, res) => void req.on("end", () => res.end("read to its end")),
    });
    const head = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    expect(await exchange(port, `${head}3e8\r\n${"x".repeat(1000)}\r\n0\r\n\r\n`)).toContain("read to its end");
    expect(await exchange(port, `${head}3e9\r\n${"x".repeat(1001)}\r\n0\r\n\r\n`)).toBe("");
  });
});

test("a handler that throws gives 500 and one line", async () => {
  const { port, logged } = await open({ handler: broken });
  expect(await get({ port })).toMatchObject({ status: 500, body: "Internal Server Error\n" });
  expect(logged).toEqual([expect.stringMatching(/^error request failed err=Error: broken\n +at /)]);
});

function broken(): never {
  throw new Error("broken");
}

describe("a client that ends its side after its last request", () => {
  test("gets its response, and the connection is closed then", async () => {
    const responses: ServerResponse[] = [];
    const { port, web } = await open({ handler: (_req, res) => void responses.push(res) });
    const socket = await rawConnection(port);
    const answer = received(socket);
    socket.end(LAST_REQUEST);
    await once(socket, "finish");
    await until(() => responses.length === 1);
    const other = get({ port }); // A round trip: the end has arrived by then.
    await until(() => responses.length === 2);
    for (const response of responses) response.end("late");
    expect(await answer).toContain("late");
    expect((await other).body).toBe("late");
    await until(() => web.stats.connections === 0);
  });

  test("is disconnected when it does not take its response", async () => {
    const body = Buffer.alloc(64 << 20, "x");
    const { port, web } = await open({ limits: SHORT, handler: (_req, res) => void res.end(body) });
    const reader = await rawConnection(port);
    reader.pause();
    reader.end(LAST_REQUEST);
    await until(() => web.stats.stalled === 1);
    await until(() => web.stats.connections === 0);
  });

  test("and meant to go on has given up: its response is closed", async () => {
    const responses: ServerResponse[] = [];
    const { port, web } = await open({ handler: (_req, res) => void responses.push(res) });
    const socket = await rawConnection(port);
    socket.write(REQUEST);
    await until(() => responses.length === 1);
    socket.destroy();
    await until(() => web.stats.connections === 0);
    expect(responses[0]?.closed).toBe(true);
  });

  test.each(["", "GET / HT"])("is disconnected at once after %j", async (bytes) => {
    const { port, web } = await open();
    const socket = await rawConnection(port, { allowHalfOpen: true });
    socket.end(bytes);
    await until(() => web.stats.accepted === 1 && web.stats.connections === 0);
  });
});

describe("connectionLimit", () => {
  test.each([
    ["Max open files            1024                 524288               files     \n", 512],
    ["Max cpu time  unlimited\nMax open files            20000                20000                files\n", 4096],
    ["Max open files            unlimited            unlimited            files     \n", 2048],
    ["Max open files            1                1            files     \n", 1],
  ])("%j", (text, limit) => {
    expect(connectionLimit(text)).toBe(limit);
  });
});
