import { hashSync } from "bcryptjs";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { Authenticator } from "../../../src/main/server/auth/authenticator.ts";
import { LiveConfig } from "../../../src/main/server/config/live-config.ts";
import { Guard } from "../../../src/main/server/guard.ts";
import type { Handler } from "../../../src/main/server/handler.ts";
import { defaultLimits } from "../../../src/main/server/limits.ts";
import { SlowClients } from "../../../src/main/server/slow-clients.ts";
import { Sweeper } from "../../../src/main/server/sweeper.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { type Answer, ask, rawConnection, received, type RequestOptions } from "../../support/request.ts";
import { configFile } from "./config-file.ts";
import { logTo } from "./support.ts";

interface Guarded {
  readonly port: number;
  readonly guard: Guard;
  readonly observer: RecordingObserver;
  readonly logged: readonly string[];
  readonly get: (options?: RequestOptions) => Promise<Answer>;
}

/** A server whose requests pass a guard with this web configuration. */
async function guarded(yaml: string, handler: Handler = hello): Promise<Guarded> {
  const observer = new RecordingObserver();
  const logged: string[] = [];
  const log = logTo(logged);
  const live = new LiveConfig(configFile(yaml).path, 0, observer, log);
  const authenticator = new Authenticator(observer, log);
  const sweeper = new Sweeper(0);
  cleanUp(() => sweeper.stop());
  const services = { observer, log, slowClients: new SlowClients(observer) };
  const guard = new Guard(handler, live, authenticator, services, sweeper, { ...defaultLimits(), bodyBytes: 100 });
  const server = createServer(guard.handle).listen(0, "127.0.0.1");
  cleanUp(async () => {
    server.close();
    server.closeAllConnections();
    await authenticator.close();
  });
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, guard, observer, logged, get: (options) => ask(port, "/", options) };
}

function hello(_request: unknown, response: ServerResponse): void {
  response.end("hello");
}

const USERS = `basic_auth_users:\n  alice: ${hashSync("secret", 4)}\n`;
const HEADERS = "http_server_config:\n  headers:\n    X-Frame-Options: deny\n";

test("the rate limit comes before everything else, and its refusals have none of the headers", async () => {
  const { get, observer } = await guarded(`rate_limit:\n  interval: 1h\n  burst: 1\n${HEADERS}${USERS}`);
  expect(await get()).toMatchObject({ status: 401, headers: { "x-frame-options": "deny" } });
  const { status, headers } = await get();
  expect([status, headers["x-frame-options"]]).toEqual([429, undefined]);
  expect(observer.counted("request over the rate limit")).toBe(1);
});

test("a body that is too large is refused before a password is asked for", async () => {
  const { get } = await guarded(USERS);
  const { status, headers } = await get({ method: "POST", headers: { "Content-Length": "101" } }).catch(() => ({
    status: 0,
    headers: {},
  }));
  expect([status, headers]).toMatchObject([413, { connection: "close" }]);
});

test("who is known reaches the handler, who is not gets 401", async () => {
  const { get, observer } = await guarded(USERS);
  const authorization = `Basic ${Buffer.from("alice:secret").toString("base64")}`;
  expect(await get({ headers: { authorization } })).toMatchObject({ status: 200, body: "hello" });
  expect(await get()).toMatchObject({ status: 401, headers: { "www-authenticate": "Basic" } });
  expect(observer.counted("request unauthorized")).toBe(1);
});

test("a handler that throws gives 500 and its stack in the log", async () => {
  const { get, logged } = await guarded("", () => {
    throw new Error("broken");
  });
  expect(await get()).toMatchObject({ status: 500, body: "Internal Server Error\n" });
  expect(logged).toEqual([expect.stringMatching(/^error request failed err=Error: broken\n +at /)]);
});

test("a handler that throws in the middle of a response ends the connection", async () => {
  const { port } = await guarded("", (_request, response) => {
    response.write("begun");
    throw new Error("broken");
  });
  const socket = await rawConnection(port);
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  expect(await received(socket)).not.toContain("0\r\n\r\n");
});

test("connections end after their response while the program ends", async () => {
  const { get, guard } = await guarded("");
  const kept = { headers: { Connection: "keep-alive" } };
  expect((await get(kept)).headers.connection).toBe("keep-alive");
  guard.closing = true;
  expect((await get(kept)).headers.connection).toBe("close");
});

test("only who has shown a password counts as authenticated", async () => {
  const seen: boolean[] = [];
  const handler: Handler = (request, response, isAuthenticated) => {
    seen.push(isAuthenticated(request));
    response.end();
  };
  await (await guarded("", handler)).get();
  const { get } = await guarded(USERS, handler);
  await get();
  await get({ headers: { Authorization: `Basic ${Buffer.from("alice:secret").toString("base64")}` } });
  expect(seen).toEqual([false, true]);
});
