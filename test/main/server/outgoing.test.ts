import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, request, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { Outgoing } from "../../../src/main/server/outgoing.ts";
import { until } from "../../support/until.ts";

const LARGE = randomBytes(20 << 20);
const SMALL = Buffer.from("small");

interface Sender {
  readonly outgoing: Outgoing;
  /** Responses that were cut. */
  readonly cut: () => number;
  readonly port: number;
  /** Paths whose answer was begun. */
  readonly begun: string[];
}

/** Answers with a large body, or a small one at `/small`. */
async function sender(): Promise<Sender> {
  const observer = new RecordingObserver();
  const outgoing = new Outgoing(observer);
  const begun: string[] = [];
  const answer = (path: string, response: ServerResponse): void => {
    begun.push(path);
    const body = path === "/small" ? SMALL : Buffer.from(LARGE);
    response.writeHead(200, { "Content-Length": body.length });
    outgoing.send(response, body);
  };
  const server = createServer(({ url = "" }, response) => {
    response.once("close", () => outgoing.closed(response));
    outgoing.whenRoom(response, performance.now() + 60_000, () => answer(url, response));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return {
    outgoing,
    cut: () => observer.counted("response stalled"),
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    begun,
  };
}

function get(port: number, path: string, method = "GET"): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const req = request({ host: "127.0.0.1", port, path, method, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () => resolve(Buffer.concat(chunks)));
    });
    req.on("error", reject);
    req.end();
  });
}

/** Asks and reads nothing. */
async function deaf(port: number, path: string): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port });
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => {});
  socket.pause();
  await once(socket, "connect");
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
  return socket;
}

test("bodies of every size arrive whole, and not at all for HEAD", async () => {
  const { port, cut } = await sender();
  expect((await get(port, "/large")).equals(LARGE)).toBe(true);
  expect((await get(port, "/small")).equals(SMALL)).toBe(true);
  expect(await get(port, "/large", "HEAD")).toHaveLength(0);
  expect(cut()).toBe(0);
});

test("who takes nothing of a large body is cut once others wait, and they are answered", async () => {
  const { port, begun, cut } = await sender();
  for (const path of ["/a", "/b"]) await deaf(port, path);
  await until(() => begun.length === 2);
  // The system's buffers take some of a body: on a busy machine that looks for a while as if the client took it.
  await until(async () => {
    const answers = await Promise.all(["/c", "/d", "/small"].map((path) => get(port, path)));
    expect(answers.map(({ length }) => length)).toEqual([LARGE.length, LARGE.length, SMALL.length]);
    return cut() > 0;
  });
});

test("who takes it slowly is not cut, and others do not wait for its end", async () => {
  const { port, cut } = await sender();
  const slow = await deaf(port, "/slow");
  let taken = 0;
  const reading = setInterval(() => {
    for (let piece = slow.read(1 << 18); piece !== null && taken % 3 !== 2; piece = slow.read(1 << 18)) taken++;
    taken++;
  }, 20);
  await get(port, "/large");
  clearInterval(reading);
  expect(cut()).toBe(0);
  expect(slow.destroyed).toBe(false);
});

test("a small body that is not taken makes room when there is none", async () => {
  const { port, outgoing, cut } = await sender();
  expect(outgoing.makeRoom()).toBe(false);
  await deaf(port, "/large");
  await until(() => outgoing.makeRoom());
  expect(cut()).toBe(1);
});
