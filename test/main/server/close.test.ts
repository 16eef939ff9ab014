import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { rawConnection, received } from "../../support/request.ts";
import { until } from "../../support/until.ts";
import { get, open } from "./support.ts";

const REQUEST = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

test("a close ends idle connections and refuses new ones", async () => {
  const { port, web } = await open();
  const kept = await rawConnection(port);
  const silent = await rawConnection(port);
  kept.write(REQUEST);
  await once(kept, "data");
  const ended = Promise.all([once(kept, "close"), once(silent, "close")]);
  await web.close(60_000);
  await ended;
  await expect(get({ port })).rejects.toThrow("ECONNREFUSED");
});

test("a close lets a request in flight end", async () => {
  const responses: ServerResponse[] = [];
  const { port, web } = await open({ handler: (_req, res) => void responses.push(res) });
  const asked = get({ port, headers: { Connection: "keep-alive" } });
  await until(() => responses.length === 1);
  const closed = web.close(60_000);
  responses[0]?.end("complete");
  expect((await asked).body).toBe("complete");
  await closed;
  expect(web.stats.connections).toBe(0);
});

test("a close lets a request end whose first bytes have come on a kept connection", async () => {
  // Looked at once only: a look would see that a request has begun.
  const { port, web } = await open({ limits: { sweep: 3_600_000 } });
  const socket = await rawConnection(port);
  socket.write(REQUEST);
  await once(socket, "data");
  socket.write(REQUEST.slice(0, 5));
  await get({ port }); // A round trip: the bytes have arrived by then.
  const closed = web.close(60_000);
  const answer = received(socket);
  socket.write(REQUEST.slice(5));
  expect(await answer).toContain("hello");
  await closed;
});

test("a close cuts what is left after the grace", async () => {
  const { port, web } = await open({ handler: () => {} });
  const asked = get({ port });
  const half = await rawConnection(port);
  half.write("GET / HT");
  await until(() => web.stats.connections === 2);
  await Promise.all([web.close(200), expect(asked).rejects.toThrow(/ECONNRESET|hang up/), received(half)]);
});

test("two closes are one", async () => {
  const { web } = await open();
  await Promise.all([web.close(10), web.close(10)]);
});
