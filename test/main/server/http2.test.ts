import { hashSync } from "bcryptjs";
import { once } from "node:events";
import { connect, type ClientHttp2Session, type ClientSessionOptions, type OutgoingHttpHeaders } from "node:http2";
import { request } from "node:https";
import { beforeAll, describe, expect, test } from "vitest";
import { Authority, hasOpenssl } from "./certificates.ts";
import { configFile } from "./config-file.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { until } from "../../support/until.ts";
import { open, type Setup } from "./support.ts";

/** Milliseconds that no test takes. */
const NEVER = 1e9;

async function ask(client: ClientHttp2Session, headers: OutgoingHttpHeaders = {}): Promise<[number, string]> {
  const stream = client.request({ ":path": "/metrics", ...headers });
  let body = "";
  stream.setEncoding("utf8").on("data", (text: string) => (body += text));
  const [response] = (await once(stream, "response")) as [{ ":status": number }];
  await once(stream, "end");
  return [response[":status"], body];
}

describe.skipIf(!hasOpenssl)("HTTP/2 (needs the openssl command)", () => {
  const authority = new Authority();

  beforeAll(() => authority.selfSigned("server", "subjectAltName=IP:127.0.0.1"));

  async function secured(rest = "", setup: Setup = {}) {
    const files = `  cert_file: ${authority.path("server.crt")}\n  key_file: ${authority.path("server.key")}\n`;
    return open({ configFile: configFile(`tls_server_config:\n${files}${rest}`).path, ...setup });
  }

  function session(port: number, options: ClientSessionOptions = {}): ClientHttp2Session {
    const client = connect(`https://127.0.0.1:${port}`, { ca: authority.read("server.crt"), ...options });
    client.on("error", () => {});
    cleanUp(() => client.destroy());
    return client;
  }

  test("serves many requests on one connection, also at once", async () => {
    const { port, web } = await secured();
    const client = session(port);
    const answers = await Promise.all(Array.from({ length: 50 }, async () => ask(client)));
    expect(answers).toEqual(Array.from({ length: 50 }, () => [200, "hello"]));
    expect(web.stats.accepted).toBe(1);
  });

  test("HTTP/1 is served on the same port", async () => {
    const { port } = await secured();
    const req = request({ host: "127.0.0.1", port, ca: authority.read("server.crt"), agent: false });
    req.end();
    const [res] = (await once(req, "response")) as [{ statusCode: number; httpVersion: string }];
    expect(res).toMatchObject({ statusCode: 200, httpVersion: "1.1" });
  });

  test("can be switched off", async () => {
    const { port } = await secured("http_server_config:\n  http2: false\n");
    await expect(ask(session(port))).rejects.toThrow(/HTTP\/2|h2|ALPN|closed|cancel|destroyed/i);
  });

  test("users, headers and too large bodies", async () => {
    const headers = "http_server_config:\n  headers:\n    X-Frame-Options: deny\n";
    const { port } = await secured(`${headers}basic_auth_users:\n  alice: ${hashSync("secret", 4)}\n`, {
      limits: { bodyBytes: 100 },
    });
    const client = session(port);
    const authorization = `Basic ${Buffer.from("alice:secret").toString("base64")}`;
    expect(await ask(client)).toEqual([401, "Unauthorized\n"]);
    expect(await ask(client, { authorization })).toEqual([200, "hello"]);
    const stream = client.request({ ":method": "POST", ":path": "/", authorization, "content-length": "1000" });
    const [response] = (await once(stream, "response")) as [{ ":status": number }];
    expect(response).toMatchObject({ ":status": 413, "x-frame-options": "deny" });
  });

  test.each(["GET", "HEAD"])(
    "a %s request that is broken off while its password is checked is not served",
    async (method) => {
      const served: (string | undefined)[] = [];
      const { port } = await secured(`basic_auth_users:\n  alice: ${hashSync("secret", 12)}\n`, {
        handler: (req, res) => {
          served.push(req.url);
          res.end("hello");
        },
      });
      const client = session(port);
      const authorization = `Basic ${Buffer.from("alice:secret").toString("base64")}`;
      const stream = client.request({ ":path": "/broken-off", ":method": method, authorization });
      stream.on("error", () => {});
      await once(stream, "ready");
      stream.close(8);
      // It waits for the same comparison, or comes after it.
      expect(await ask(client, { authorization })).toEqual([200, "hello"]);
      expect(served).toEqual(["/metrics"]);
    },
  );

  test("a session that is not used is closed after the time for request headers", async () => {
    const { port, web } = await secured("", { limits: { headers: 300, keepAlive: NEVER, sweep: 100 } });
    await once(session(port), "close");
    await until(() => web.stats.connections === 0);
  });

  test("a session that was used is closed after the idle time of kept connections", async () => {
    const { port, web } = await secured("", { limits: { headers: NEVER, keepAlive: 300, sweep: 100 } });
    const used = session(port);
    const closed = once(used, "close");
    expect(await ask(used)).toEqual([200, "hello"]);
    await closed;
    await until(() => web.stats.connections === 0);
  });

  test("an answer that is not taken is cut", async () => {
    const body = Buffer.alloc(1 << 20, "x");
    const { port, web } = await secured("", {
      limits: { write: 300, sweep: 100 },
      handler: (_req, res) => void res.end(body),
    });
    const client = session(port, { settings: { initialWindowSize: 0 } });
    const stream = client.request({ ":path": "/metrics" });
    stream.on("error", () => {});
    await new Promise((resolve) => stream.once("close", resolve));
    await until(() => web.stats.stalled === 1);
  });

  test("a flood of requests that are broken off harms nobody else", async () => {
    const { port } = await secured("", { handler: (_req, res) => void setImmediate(() => res.end("hello")) });
    const client = session(port);
    for (let i = 0; i < 3000 && !client.destroyed; i++) {
      const stream = client.request({ ":path": "/metrics" });
      stream.on("error", () => {});
      stream.close(8);
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await ask(session(port))).toEqual([200, "hello"]);
  });

  test("the client with the most requests makes room where there are too many", async () => {
    const { port, web } = await secured("", {
      limits: { streams: 20 },
      handler: (req, res) => void (req.url === "/never" || res.end("hello")),
    });
    const [greedy, modest, other] = [session(port), session(port), session(port)];
    const never = (client: ClientHttp2Session) => client.request({ ":path": "/never" }).on("error", () => {});
    const ended = once(greedy, "close");
    for (let i = 0; i < 15; i++) never(greedy);
    await ask(greedy);
    for (let i = 0; i < 5; i++) never(modest);
    await Promise.all([ask(modest), ended]);
    expect([await ask(modest), await ask(other)]).toEqual([
      [200, "hello"],
      [200, "hello"],
    ]);
    await until(() => web.stats.connections === 2);
  });

  test("close lets answers end", async () => {
    const finish: (() => void)[] = [];
    const { port, web } = await secured("", { handler: (_req, res) => void finish.push(() => res.end("complete")) });
    const client = session(port);
    const idle = session(port);
    const asked = ask(client);
    await Promise.all([until(() => finish.length === 1), once(idle, "connect")]);
    const closed = web.close(60_000);
    finish[0]?.();
    expect(await asked).toEqual([200, "complete"]);
    await closed;
  });
});
