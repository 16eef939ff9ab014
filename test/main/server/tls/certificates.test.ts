import { request, type RequestOptions } from "node:https";
import { beforeAll, describe, expect, test } from "vitest";
import { Authority, hasOpenssl } from "../certificates.ts";
import { configFile } from "../config-file.ts";
import { open } from "../support.ts";

/** Clients that accept and use weak certificates themselves. */
const LENIENT = { ciphers: "DEFAULT@SECLEVEL=0", rejectUnauthorized: false };

describe.skipIf(!hasOpenssl)("certificates (need the openssl command)", () => {
  const authority = new Authority();

  beforeAll(() => {
    authority.selfSigned("ca");
    for (const name of ["server", "good", "other"]) authority.signed("ca", name, []);
    authority.signed("ca", "expired", [], -1);
    authority.signed("ca", "intermediate", ["basicConstraints=critical,CA:TRUE"]);
    authority.signed("intermediate", "indirect", []);
    authority.selfSigned("untrusted");
    authority.rsaKey("short", 1024);
    authority.sign("ca", "short", []);
    authority.key("sha1");
    authority.sign("ca", "sha1", [], "-sha1");
  });

  async function secured(server: string, ...lines: readonly string[]): Promise<number> {
    const files = [`cert_file: ${authority.path(`${server}.crt`)}`, `key_file: ${authority.path(`${server}.key`)}`];
    const text = `tls_server_config:\n${[...files, ...lines].map((line) => `  ${line}\n`).join("")}`;
    return (await open({ configFile: configFile(text).path })).port;
  }

  async function verifying(ca: string, maxVersion: string): Promise<number> {
    const file = `client_ca_file: ${authority.path(`${ca}.crt`)}`;
    return secured("server", "client_auth_type: RequireAndVerifyClientCert", file, `max_version: ${maxVersion}`);
  }

  /** The status of an answer, or `refused`. */
  async function ask(port: number, options: RequestOptions = {}): Promise<number | string> {
    return new Promise((resolve) => {
      const sent = request({ host: "127.0.0.1", port, agent: false, ...LENIENT, ...options }, (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      });
      sent.on("error", () => resolve("refused"));
      sent.end();
    });
  }

  function client(name: string): RequestOptions {
    return { cert: authority.read(`${name}.crt`), key: authority.read(`${name}.key`) };
  }

  test.each([
    ["ca", { good: 200, indirect: "refused", untrusted: "refused" }],
    ["intermediate", { good: "refused", indirect: 200, untrusted: "refused" }],
    ["indirect", { good: "refused", indirect: 200, untrusted: "refused" }],
    ["good", { good: 200, other: "refused", indirect: "refused" }],
    ["expired", { expired: "refused", good: "refused" }],
  ])("whom %s.crt as the client CA lets in", async (ca, expected) => {
    for (const maxVersion of ["TLS12", "TLS13"]) {
      const port = await verifying(ca, maxVersion);
      const asked = Object.keys(expected).map(async (name) => [name, await ask(port, client(name))] as const);
      expect(Object.fromEntries(await Promise.all(asked)), maxVersion).toEqual(expected);
    }
  });

  test.each(["TLS12", "TLS13"])("%s: clients may have RSA keys of 1024 bits, but no SHA-1", async (maxVersion) => {
    const port = await verifying("ca", maxVersion);
    expect(await ask(port, client("short"))).toBe(200);
    expect(await ask(port, client("sha1"))).toBe("refused");
  });

  test("the server may have an RSA key of 1024 bits", async () => {
    expect(await ask(await secured("short"))).toBe(200);
  });
});
