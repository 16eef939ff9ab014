import { once } from "node:events";
import { request } from "node:https";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { beforeAll, describe, expect, test } from "vitest";
import type { Handler } from "../../../src/main/server/handler.ts";
import { Authority, hasOpenssl } from "./certificates.ts";
import { configFile } from "./config-file.ts";
import { open } from "./support.ts";
import { cleanUp } from "../../support/clean-up.ts";

describe.skipIf(!hasOpenssl)("who counts as authenticated by a certificate (needs the openssl command)", () => {
  const authority = new Authority();

  beforeAll(() => {
    authority.selfSigned("ca");
    authority.signed("ca", "server", ["subjectAltName=DNS:localhost,IP:127.0.0.1"]);
    authority.signed("ca", "good", ["extendedKeyUsage=clientAuth"]);
    authority.selfSigned("untrusted");
  });

  async function secured(type: string, maxVersion: string, handler: Handler): Promise<number> {
    const files = { cert_file: "server.crt", key_file: "server.key", client_ca_file: "ca.crt" };
    const lines = [
      ...Object.entries(files).map(([key, name]) => `${key}: ${authority.path(name)}`),
      `client_auth_type: ${type}`,
      `max_version: ${maxVersion}`,
    ];
    const text = `tls_server_config:\n${lines.map((line) => `  ${line}\n`).join("")}`;
    return (await open({ configFile: configFile(text).path, handler })).port;
  }

  async function ask(port: number, options: ConnectionOptions): Promise<void> {
    const sent = request({ host: "127.0.0.1", port, ca: authority.read("ca.crt"), agent: false, ...options });
    sent.end();
    const [response] = (await once(sent, "response")) as [NodeJS.ReadableStream];
    response.resume();
    await once(response, "end");
  }

  function client(name: string): ConnectionOptions {
    return name === "none" ? {} : { cert: authority.read(`${name}.crt`), key: authority.read(`${name}.key`) };
  }

  test.each([
    ["RequestClientCert", { none: false, good: false, untrusted: false }],
    ["VerifyClientCertIfGiven", { none: false, good: true }],
    ["RequireAndVerifyClientCert", { good: true }],
  ])("%s", async (type, expected) => {
    for (const maxVersion of ["TLS12", "TLS13"]) {
      const seen: boolean[] = [];
      const port = await secured(type, maxVersion, (request, response, isAuthenticated) => {
        seen.push(isAuthenticated(request));
        response.end();
      });
      for (const name of Object.keys(expected)) await ask(port, client(name));
      expect(seen, maxVersion).toEqual(Object.values(expected));
    }
  });

  test("not who offers a session in place of a certificate", async () => {
    const seen: (readonly [boolean, boolean])[] = [];
    const port = await secured("VerifyClientCertIfGiven", "TLS13", (request, response, isAuthenticated) => {
      seen.push([(request.socket as TLSSocket).isSessionReused(), isAuthenticated(request)]);
      response.end();
    });
    const first = connect({ host: "127.0.0.1", port, ca: authority.read("ca.crt") });
    cleanUp(() => void first.destroy());
    const [session] = (await once(first, "session")) as [Buffer];
    await ask(port, { session });
    expect(seen).toEqual([[false, false]]);
  });
});
