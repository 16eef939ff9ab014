import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { createServer as createNetServer } from "node:net";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { RAW_REPLIES, reply, replyAndClose, replyHtml, replyRaw } from "../../../src/main/server/replies.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { ask, rawConnection, received } from "../../support/request.ts";

/** The answer of a server that replies by this function. */
async function answerOf(send: (response: ServerResponse) => void) {
  const server = createServer((_request, response) => send(response)).listen(0, "127.0.0.1");
  cleanUp(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  return ask(typeof address === "object" && address !== null ? address.port : 0, "/", {
    headers: { Connection: "keep-alive" },
  });
}

describe("a reply", () => {
  test("is plain text that browsers do not take for anything else", async () => {
    const { status, headers, body } = await answerOf((response) => reply(response, 404, "nö\n", { Allow: "GET" }));
    expect([status, body]).toEqual([404, "nö\n"]);
    expect(headers).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "x-content-type-options": "nosniff",
      "content-length": "4",
      allow: "GET",
      connection: "keep-alive",
    });
  });

  test("can be a page", async () => {
    const { headers, body } = await answerOf((response) => replyHtml(response, 200, "<p>"));
    expect([headers["content-type"], body]).toEqual(["text/html; charset=UTF-8", "<p>"]);
  });

  test("can close the connection", async () => {
    const { status, headers } = await answerOf((response) => replyAndClose(response, 413, "too large\n"));
    expect([status, headers.connection]).toEqual([413, "close"]);
  });
});

test("a raw reply is sent whole, and the connection is closed whatever the client does", async () => {
  const server = createNetServer({ allowHalfOpen: true }, (socket) => replyRaw(socket, RAW_REPLIES.methodNotAllowed));
  server.listen(0, "127.0.0.1");
  cleanUp(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const socket = await rawConnection(typeof address === "object" && address !== null ? address.port : 0);
  expect(await received(socket)).toBe(RAW_REPLIES.methodNotAllowed);
});

test("a connection is closed as soon as its raw reply is out, though the client keeps its side open", async () => {
  const socket = new PassThrough();
  replyRaw(socket, RAW_REPLIES.notTls);
  await once(socket, "finish");
  await new Promise((resolve) => setImmediate(resolve));
  expect(socket.destroyed).toBe(true);
});
