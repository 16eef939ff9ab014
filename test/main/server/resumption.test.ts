import { connect, type ConnectionOptions, type SecureVersion, type TLSSocket } from "node:tls";
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

  function config(...clients: readonly string[]): string {
    const [cert, key] = ["server.crt", "server.key"].map((name) => authority.path(name));
    const lines = [`cert_file: ${cert}`, `key_file: ${key}`, ...clients];
    return `tls_server_config:\n${lines.map((line) => `  ${line}\n`).join("")}`;
  }

  const named = (san: string): string =>
    config("client_auth_type: RequireAnyClientCert", `client_allowed_sans: [${san}]`);

  function verified(type: string, ca: string): string {
    const file = `client_ca_file: ${authority.path(`${ca}.crt`)}`;
    return config(`client_auth_type: ${type}`, file, "client_allowed_sans: [prometheus.example]");
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
    ["TLSv1.2", "another authority", verified("RequireAndVerifyClientCert", "new")],
    ["TLSv1.3", "another authority", verified("RequireAndVerifyClientCert", "new")],
    ["TLSv1.2", "another name", named("other.example")],
    ["TLSv1.3", "another name", named("other.example")],
  ] as const)("of %s are of no use once clients need %s", async (version, _, changed) => {
    const file = configFile(named("prometheus.example"));
    const { port, logged } = await open({ configFile: file.path, limits });
    const resuming = { maxVersion: version, session: await firstSession(port, version) };
    expect(await ask(port, resuming)).toMatchObject({ answer: "HTTP/1.1 200 OK", isReused: true });
    file.replace(changed);
    // It is looked at when somebody comes.
    await until(async () => {
      await ask(port, { maxVersion: version });
      return logged.some((line) => line.includes("web configuration loaded"));
    });
    expect(await ask(port, resuming)).toMatchObject({ answer: "refused" });
  });

  test.each([
    ["TLSv1.2", "RequireAndVerifyClientCert"],
    ["TLSv1.3", "RequireAndVerifyClientCert"],
    ["TLSv1.2", "VerifyClientCertIfGiven"],
    ["TLSv1.3", "VerifyClientCertIfGiven"],
  ] as const)("of %s are not resumed with %s, so that an expired certificate is seen", async (version, type) => {
    const { port } = await open({ configFile: configFile(verified(type, "old")).path });
    const resuming = { maxVersion: version, session: await firstSession(port, version) };
    expect(await ask(port, resuming)).toMatchObject({ answer: "HTTP/1.1 200 OK", isReused: false });
  });

  /** The session that a client is given at its first handshake. */
  async function firstSession(port: number, version: SecureVersion): Promise<Buffer> {
    const { answer, isReused, session } = await ask(port, { maxVersion: version });
    expect([answer, isReused]).toEqual(["HTTP/1.1 200 OK", false]);
    if (session === undefined) throw new Error("no session");
    return session;
  }
});
