import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { request, type RequestOptions } from "node:https";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { beforeAll, describe, expect, test } from "vitest";
import { Authority, hasOpenssl } from "./certificates.ts";
import { configFile } from "./config-file.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { rawConnection, received } from "../../support/request.ts";
import { until } from "../../support/until.ts";
import { exchange, get, open, type Opened } from "./support.ts";

const NAMES =
  "subjectAltName=DNS:prometheus.example,IP:192.0.2.7,IP:2001:db8::1,email:ops@example.org,URI:spiffe://example/prometheus";

describe.skipIf(!hasOpenssl)("TLS (needs the openssl command)", () => {
  const authority = new Authority();

  beforeAll(() => {
    authority.selfSigned("ca");
    authority.signed("ca", "server", ["subjectAltName=DNS:localhost,IP:127.0.0.1"]);
    authority.signed("ca", "good", [NAMES, "extendedKeyUsage=clientAuth"]);
    authority.signed("ca", "nameless", ["extendedKeyUsage=clientAuth"]);
    authority.signed("ca", "wrongusage", ["extendedKeyUsage=serverAuth"]);
    authority.signed("ca", "expired", ["extendedKeyUsage=clientAuth"], -1);
    authority.selfSigned("untrusted", NAMES);
  });

  function config(lines: readonly string[] = [], rest = ""): string {
    const files = [`cert_file: ${authority.path("server.crt")}`, `key_file: ${authority.path("server.key")}`];
    return `tls_server_config:\n${[...files, ...lines].map((line) => `  ${line}\n`).join("")}${rest}`;
  }

  async function secured(lines?: readonly string[], rest?: string, setup: Parameters<typeof open>[0] = {}) {
    return open({ configFile: configFile(config(lines, rest)).path, ...setup });
  }

  /** The status of an answer, or `refused`. */
  async function ask(port: number, options: RequestOptions & ConnectionOptions = {}): Promise<number | string> {
    return new Promise((resolve) => {
      const req = request(
        { host: "127.0.0.1", port, ca: authority.read("ca.crt"), agent: false, ...options },
        (res) => {
          res.resume();
          res.on("end", () => resolve(res.statusCode ?? 0));
        },
      );
      req.on("error", () => resolve("refused"));
      req.end();
    });
  }

  function client(name: string): Pick<ConnectionOptions, "cert" | "key"> {
    return name === "none" ? {} : { cert: authority.read(`${name}.crt`), key: authority.read(`${name}.key`) };
  }

  async function handshake(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
    const socket = connect({ host: "127.0.0.1", port, ca: authority.read("ca.crt"), ...options });
    socket.on("error", () => {});
    cleanUp(() => void socket.destroy());
    await Promise.race([once(socket, "secureConnect"), once(socket, "close")]);
    return socket;
  }

  test("serves over TLS, without a server name too, on a kept connection", async () => {
    const { port, web } = await secured();
    expect(await ask(port)).toBe(200);
    expect(await ask(port, { servername: "localhost" })).toBe(200);
    const socket = await handshake(port);
    for (let i = 0; i < 3; i++) {
      socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      expect(String(await once(socket, "data"))).toContain("hello");
    }
    expect(web.stats).toMatchObject({ accepted: 3, handshakesRefused: 0 });
  });

  test("certificates written into the configuration", async () => {
    const [cert = "", key = ""] = ["server.crt", "server.key"].map((name) => authority.read(name));
    const yaml = `tls_server_config:\n  cert: ${JSON.stringify(cert)}\n  key: ${JSON.stringify(key)}\n`;
    const { port } = await open({ configFile: configFile(yaml).path });
    expect(await ask(port)).toBe(200);
  });

  test("the first certificate of the chain to expire is reported", async () => {
    const [own, earlier] = [authority.read("server.crt"), authority.read("expired.crt")];
    const expiry = (cert: string): number => new X509Certificate(cert).validToDate.getTime() / 1000;
    for (const [cert, expected] of [
      [own, expiry(own)],
      [own + earlier, expiry(earlier)],
    ] as const) {
      const key = JSON.stringify(authority.read("server.key"));
      const yaml = `tls_server_config:\n  cert: ${JSON.stringify(cert)}\n  key: ${key}\n`;
      const { observer } = await open({ configFile: configFile(yaml).path });
      expect(observer.levels.get("certificate expiry")).toBe(expected);
    }
  });

  describe("bad clients", () => {
    test("HTTP is told what is wrong", async () => {
      const { port } = await secured();
      expect(await exchange(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).toBe(
        "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
      );
      await expect(get({ port })).resolves.toMatchObject({ status: 400 });
    });

    test("garbage is refused, and others are served", async () => {
      const { port, web } = await secured();
      await exchange(port, "\u0000\u0001garbage");
      await exchange(port, `\u0016\u0003\u0001\u0000\u0010${"x".repeat(16)}`);
      expect(web.stats.handshakesRefused).toBe(1);
      expect(await ask(port)).toBe(200);
    });

    test("silence and a stalled handshake are closed", async () => {
      const limits = { headers: 300, handshake: 300, sweep: 100 };
      const { port, web } = await secured([], "", { limits });
      const silent = await rawConnection(port);
      const stalled = await rawConnection(port);
      stalled.write("\u0016\u0003\u0001");
      const idle = await handshake(port);
      await Promise.all([received(silent), received(stalled), received(idle)]);
      await until(() => web.stats.connections === 0);
    });

    test("a response that is not taken is cut", async () => {
      const body = Buffer.alloc(64 << 20, "x");
      const limits = { write: 400, sweep: 100 };
      const { port, web } = await secured([], "", { limits, handler: (_req, res) => void res.end(body) });
      const socket = await handshake(port);
      socket.pause();
      socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      await until(() => web.stats.stalled === 1);
      await until(() => web.stats.connections === 0);
    });

    test("renegotiation is refused", async () => {
      const { port } = await secured(["max_version: TLS12"]);
      const socket = await handshake(port);
      socket.renegotiate({}, () => {});
      await received(socket);
      expect(socket.destroyed).toBe(true);
    });
  });

  describe("client certificates", () => {
    const names = ["none", "good", "nameless", "expired", "untrusted", "wrongusage"];
    const all = Object.fromEntries(names.map((name) => [name, 200]));
    const verified = {
      none: 200,
      good: 200,
      nameless: 200,
      expired: "refused",
      untrusted: "refused",
      wrongusage: "refused",
    };

    test.each([
      ["NoClientCert", all],
      ["RequestClientCert", all],
      ["RequireAnyClientCert", { ...all, none: "refused" }],
      ["RequireClientCert", { ...all, none: "refused" }],
      ["VerifyClientCertIfGiven", verified],
      ["RequireAndVerifyClientCert", { ...verified, none: "refused" }],
    ])("%s", async (type, expected) => {
      const ca = type.includes("Verify") ? [`client_ca_file: ${authority.path("ca.crt")}`] : [];
      for (const maxVersion of ["TLS12", "TLS13"]) {
        const { port } = await secured([`client_auth_type: ${type}`, `max_version: ${maxVersion}`, ...ca]);
        const seen = Object.fromEntries(
          await Promise.all(names.map(async (name) => [name, await ask(port, client(name))] as const)),
        );
        expect(seen, maxVersion).toEqual(expected);
      }
    });

    test.each([
      ["prometheus.example", "good", 200],
      ["192.0.2.7", "good", 200],
      ["2001:db8::1", "good", 200],
      ["ops@example.org", "good", 200],
      ["spiffe://example/prometheus", "good", 200],
      ["PROMETHEUS.example", "good", "refused"],
      ["prometheus", "good", "refused"],
      ["*.example", "good", "refused"],
      ["good", "good", "refused"],
      ["prometheus.example", "nameless", "refused"],
      ["prometheus.example", "untrusted", "refused"],
    ])("only %s may come: %s", async (name, certificate, expected) => {
      const { port, web } = await secured([
        "client_auth_type: RequireAndVerifyClientCert",
        `client_ca_file: ${authority.path("ca.crt")}`,
        `client_allowed_sans: [other.example, "${name}"]`,
      ]);
      expect(await ask(port, client(certificate))).toBe(expected);
      expect(web.stats.handshakesRefused).toBe(expected === 200 ? 0 : 1);
    });

    test.each([
      ["RequireAndVerifyClientCert", "expired", "the certificate is not valid: CERT_HAS_EXPIRED"],
      ["VerifyClientCertIfGiven", "untrusted", "the certificate is not valid: DEPTH_ZERO_SELF_SIGNED_CERT"],
      ["RequireAndVerifyClientCert", "none", "the client gave no certificate"],
    ])("%s: the reason is logged why %s is refused", async (type, certificate, reason) => {
      const ca = `client_ca_file: ${authority.path("ca.crt")}`;
      const { port, debug } = await secured([`client_auth_type: ${type}`, ca]);
      expect(await ask(port, client(certificate))).toBe("refused");
      await until(() => debug.length > 0);
      expect(debug).toEqual([`debug TLS handshake refused err=${reason}`]);
    });

    test("a resumed session keeps the certificate of its client", async () => {
      const { port } = await secured([
        "client_auth_type: RequireAnyClientCert",
        "client_allowed_sans: [prometheus.example]",
      ]);
      const first = await handshake(port, client("good"));
      const [session] = (await once(first, "session")) as [Buffer];
      expect(await ask(port, { ...client("good"), session })).toBe(200);
    });
  });

  describe("versions, suites and curves", () => {
    const versions = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;
    const old = { ciphers: "DEFAULT@SECLEVEL=0" };

    test.each([
      [[], ["TLSv1.2", "TLSv1.3"]],
      [["min_version: TLS10"], ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]],
      [
        ["min_version: TLS11", "max_version: TLS12"],
        ["TLSv1.1", "TLSv1.2"],
      ],
      [["min_version: TLS13"], ["TLSv1.3"]],
      [["max_version: TLS12"], ["TLSv1.2"]],
    ])("%j", async (lines, expected) => {
      const { port } = await secured(lines);
      const accepted = [];
      for (const version of versions) {
        if ((await ask(port, { minVersion: version, maxVersion: version, ...old })) === 200) accepted.push(version);
      }
      expect(accepted).toEqual(expected);
    });

    test("only the suites that are named, and all of TLS 1.3", async () => {
      const { port } = await secured(
        ["cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]"],
        "http_server_config:\n  http2: false\n",
      );
      const version = { maxVersion: "TLSv1.2" } as const;
      expect(await ask(port, { ...version, ciphers: "ECDHE-ECDSA-AES256-GCM-SHA384" })).toBe(200);
      expect(await ask(port, { ...version, ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" })).toBe("refused");
      expect(await ask(port, { ciphers: "TLS_AES_128_GCM_SHA256" })).toBe(200);
    });

    test("only the curves that are named", async () => {
      const { port } = await secured(["curve_preferences: [CurveP384]"]);
      expect(await ask(port, { ecdhCurve: "P-384" })).toBe(200);
      expect(await ask(port, { ecdhCurve: "P-256" })).toBe("refused");
    });
  });

  describe("close", () => {
    test("ends idle connections at once and requests in flight after their response", async () => {
      let finish: (() => void) | undefined;
      const handler = (_req: unknown, res: { end: (text: string) => void }): void => {
        finish = () => res.end("complete");
      };
      const { port, web }: Opened = await secured([], "", { handler });
      const idle = await handshake(port);
      const asked = ask(port);
      await until(() => finish !== undefined);
      const closed = web.close(60_000);
      finish?.();
      expect(await asked).toBe(200);
      idle.destroy();
      await closed;
    });
  });
});
