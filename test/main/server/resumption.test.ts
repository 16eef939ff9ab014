import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { beforeAll, describe, expect, test } from "vitest";
import { Authority, hasOpenssl } from "./certificates.ts";
import { configFile } from "./config-file.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { until } from "../../support/until.ts";
import { open } from "./support.ts";

const limits = { sweep: 20, settle: 100 };

describe.skipIf(!hasOpenssl)("TLS sessions (need the openssl command)", () => {
  const authority = new Authority();

  beforeAll(() => {
    for (const name of ["server", "old", "new"]) authority.selfSigned(name);
    authority.signed("old", "client", ["subjectAltName=DNS:prometheus.example", "extendedKeyUsage=clientAuth"]);
  });

  function config(ca: string, san = "prometheus.example"): string {
    const [cert, key, clientCa] = ["server.crt", "server.key", `${ca}.crt`].map((name) => authority.path(name));
    const clients = `client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ${clientCa}\n  client_allowed_sans: [${san}]`;
    return `tls_server_config:\n  cert_file: ${cert}\n  key_file: ${key}\n  ${clients}\n`;
  }

  /** What a client with this session is answered, and the session that it is given. */
  async function ask(port: number, options: ConnectionOptions) {
    const files = {
      ca: authority.read("server.crt"),
      cert: authority.read("client.crt"),
      key: authority.read("client.key"),
    };
    const socket = connect({ host: "127.0.0.1", port, checkServerIdentity: () => undefined, ...files, ...options });
    cleanUp(() => void socket.destroy());
    const sessions: Buffer[] = [];
    socket.on("session", (session) => sessions.push(session));
    const answer = await answered(socket);
    return { answer, isReused: socket.isSessionReused(), session: sessions.at(-1) };
  }

  async function answered(socket: TLSSocket): Promise<string> {
    socket.on("error", () => {});
    socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    return new Promise((resolve) => {
      socket.once("data", (bytes) => resolve(String(bytes).slice(0, 15)));
      socket.once("close", () => resolve("refused"));
    });
  }

  test.each([
    ["TLSv1.2", "another authority", config("new")],
    ["TLSv1.3", "another authority", config("new")],
    ["TLSv1.2", "another name", config("old", "other.example")],
    ["TLSv1.3", "another name", config("old", "other.example")],
  ] as const)("of %s are of no use once clients need %s", async (version, _, changed) => {
    const file = configFile(config("old"));
    const { port, logged } = await open({ configFile: file.path, limits });
    const first = await ask(port, { maxVersion: version });
    expect([first.answer, first.isReused]).toEqual(["HTTP/1.1 200 OK", false]);
    if (first.session === undefined) throw new Error("no session");
    const resuming = { maxVersion: version, session: first.session };
    expect(await ask(port, resuming)).toMatchObject({ answer: "HTTP/1.1 200 OK", isReused: true });
    file.replace(changed);
    // It is looked at when somebody comes.
    await until(async () => {
      await ask(port, { maxVersion: version });
      return logged.some((line) => line.includes("web configuration loaded"));
    });
    expect(await ask(port, resuming)).toMatchObject({ answer: "refused" });
  });
});
