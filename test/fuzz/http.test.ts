import { once } from "node:events";
import { connect } from "node:net";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { good } from "../reliability/support/scrape.ts";
import { type Program, startProgram } from "../support/program.ts";
import { fuzzBudget } from "../support/fuzz-budget.ts";
import { damaged } from "../support/garbage.ts";

const REQUESTS = [
  "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain;version=0.0.4;q=0.5,*/*;q=0.1\r\nAccept-Encoding: gzip\r\n\r\n",
  "GET /metrics?collect[]=loadavg&name[]=node_load1 HTTP/1.1\r\nHost: a\r\nX-Prometheus-Scrape-Timeout-Seconds: 10\r\n\r\n",
  "POST /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nabc",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
].map((text) => Buffer.from(text));

/** Whatever a client sends, it has its answer or its end within this, in milliseconds. */
const PATIENCE = 20_000;

let program: Program;

beforeAll(async () => {
  program = await startProgram(["--collector.disable-defaults", "--collector.loadavg"]);
});

test("whatever bytes arrive, the program answers or closes, and goes on", async () => {
  const bytes = fc.oneof(...REQUESTS.map((request) => damaged(request)));
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 3 }), async (pieces) => {
      await send(Buffer.concat(pieces));
      expect(program.child.exitCode).toBeNull();
    }),
    fuzzBudget(200),
  );
  await good(program);
  expect(program.lines.filter((line) => line.includes("unexpected error"))).toEqual([]);
});

/** Sends bytes and the end of the stream, and waits until the other side closes. */
async function send(bytes: Buffer): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port: program.port });
  socket.on("error", () => {});
  socket.resume();
  const timer = setTimeout(() => socket.destroy(new Error("not closed")), PATIENCE);
  socket.end(bytes);
  await once(socket, "close");
  clearTimeout(timer);
  expect(socket.errored?.message).not.toBe("not closed");
}
