import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { until } from "../../support/until.ts";
import { breakable, http2Client } from "./http2-server.ts";

const METHODS = ["GET", "HEAD"];

/** Responses that nobody ends, and how often each of them was closed. */
async function open() {
  const responses: ServerResponse[] = [];
  const closed = new Map<ServerResponse, number>();
  const client = await http2Client((_request, response) => {
    responses.push(response);
    response.on("close", () => closed.set(response, (closed.get(response) ?? 0) + 1));
  });
  return { client, responses, closed };
}

test.each(METHODS)("the response to a %s request that is broken off is destroyed and closed, once", async (method) => {
  const { client, responses, closed } = await open();
  const breakOff = breakable(client, "/", method);
  await until(() => responses.length === 1);
  expect([responses[0]?.destroyed, closed.size]).toEqual([false, 0]);
  breakOff();
  await until(() => closed.size === 1);
  expect(responses[0]?.destroyed).toBe(true);
  responses[0]?.end("late");
  expect([...closed.values()]).toEqual([1]);
});

test.each(METHODS)("the response to a %s request that the server destroys is destroyed at once", async (method) => {
  const { client, responses, closed } = await open();
  breakable(client, "/", method);
  await until(() => responses.length === 1);
  responses[0]?.destroy();
  expect(responses[0]?.destroyed).toBe(true);
  await until(() => closed.size === 1);
});

test.each(METHODS)("the response to a %s request that is served is closed, once", async (method) => {
  const { client, responses, closed } = await open();
  client.request({ ":path": "/", ":method": method }).resume();
  await until(() => responses.length === 1);
  responses[0]?.end("hello");
  await until(() => closed.size === 1);
  expect([[...closed.values()], responses[0]?.destroyed]).toEqual([[1], true]);
});
