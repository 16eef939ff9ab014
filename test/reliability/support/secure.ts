import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import type { ClientRequest, IncomingMessage } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { Impossible } from "../../support/impossible.ts";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import type { Answer } from "../../support/request.ts";
import { checked, type Good } from "./scrape.ts";
import { type Program, startProgram, type StartOptions } from "../../support/program.ts";

/** An exporter that serves over TLS. */
export interface SecureProgram extends Omit<Program, "get"> {
  /** The authority of its certificate. */
  readonly ca: Buffer;
  /** As `get`; resolves to the whole answer. */
  scrape(): Promise<Answer>;
  /** A scrape that has to be answered with a valid exposition. */
  good(): Promise<Good>;
  /** A scrape with a handshake of its own; resolves to its status. `auth`: name and password, with a colon between. */
  get(auth?: string): Promise<number>;
  /** A connection on which HTTP/2 is agreed on. */
  http2(): Promise<TLSSocket>;
}

/** `more`: lines of the web configuration besides the certificate. */
export async function startSecure(
  more = "",
  options: StartOptions = {},
  flags: readonly string[] = [],
): Promise<SecureProgram> {
  if (spawnSync("openssl", ["version"]).error !== undefined) throw new Impossible("no openssl command");
  const folder = temporaryDirectory();
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const names = ["-subj", "/CN=server", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", "server.key", "-out", "server.crt"];
  execFileSync("openssl", ["req", "-x509", ...key, ...names, ...files], { cwd: folder, stdio: "ignore" });
  const config = join(folder, "web.yml");
  writeFileSync(config, `tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n${more}`);
  const ca = readFileSync(join(folder, "server.crt"));
  const program = await startProgram([`--web.config.file=${config}`, ...flags], options);
  const target = { host: "127.0.0.1", port: program.port, ca };
  const scrape = (auth?: string) =>
    answer(request({ ...target, path: "/metrics", agent: false, ...(auth === undefined ? {} : { auth }) }));
  return {
    ...program,
    ca,
    scrape,
    get: async (auth) => (await scrape(auth)).status,
    async good() {
      const whole = await scrape();
      return { ...whole, success: checked(whole) };
    },
    async http2() {
      const socket = connect({ ...target, ALPNProtocols: ["h2"] });
      // Being cut off is part of these tests.
      socket.on("error", () => {});
      cleanUp(() => void socket.destroy());
      await once(socket, "secureConnect");
      return socket;
    },
  };
}

async function answer(sent: ClientRequest): Promise<Answer> {
  const start = performance.now();
  sent.end();
  const [response]: [IncomingMessage] = (await once(sent, "response")) as never;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString(),
    milliseconds: performance.now() - start,
    localPort: response.socket.localPort,
  };
}
