import { hashSync } from "bcryptjs";
import { copyFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:tls";
import { beforeAll, describe, expect, test } from "vitest";
import { Authority, hasOpenssl } from "./certificates.ts";
import { configFile } from "./config-file.ts";
import { until } from "../../support/until.ts";
import { get, open } from "./support.ts";

/** The disk is looked at when a request comes, here more often than usual. */
const limits = { sweep: 20, settle: 100 };
/** Nothing else has the server look. */
const NEVER = { headers: 1e9, keepAlive: 1e9, write: 1e9 };
const hashOf = (password: string): string => hashSync(password, 4);

async function status(port: number, password?: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`alice:${password}`).toString("base64")}`;
  return (await get({ port, headers: password === undefined ? {} : { authorization } })).status;
}

/** Waits for what requests bring about. */
async function asking(port: number, condition: () => boolean): Promise<void> {
  await until(async () => {
    await status(port);
    return condition();
  });
}

describe("users", () => {
  test("are replaced while running, and a changed password counts at once", async () => {
    const file = configFile(`basic_auth_users:\n  alice: ${hashOf("first")}\n`);
    const { port, logged } = await open({ configFile: file.path, limits });
    expect(await status(port, "first")).toBe(200);
    file.replace(`basic_auth_users:\n  alice: ${hashOf("second")}\n`);
    await asking(port, () => logged.length > 0);
    expect(logged).toEqual([`info web configuration loaded file=${file.path}`]);
    expect([await status(port, "first"), await status(port, "second")]).toEqual([401, 200]);
  });

  test("that were replaced while nobody asked count for the first request", async () => {
    const file = configFile(`basic_auth_users:\n  alice: ${hashOf("first")}\n`);
    const { port } = await open({ configFile: file.path, limits });
    expect(await status(port, "first")).toBe(200);
    file.replace(`basic_auth_users:\n  alice: ${hashOf("second")}\n`);
    await until(() => Date.now() - statSync(file.path).ctimeMs > limits.settle);
    expect(await status(port, "first")).toBe(401);
  });

  test("that are replaced just before a request count soon after it, without another one", async () => {
    const file = configFile(`basic_auth_users:\n  alice: ${hashOf("first")}\n`);
    const { port, logged } = await open({ configFile: file.path, limits: { ...NEVER, sweep: 0, settle: 300 } });
    file.replace(`basic_auth_users:\n  alice: ${hashOf("second")}\n`);
    await status(port);
    await until(() => logged.length > 0);
    expect(await status(port, "first")).toBe(401);
  });

  test.each([
    ["emptied", "", "it is empty; removing every setting needs a restart"],
    ["only a comment", "# later\n", "it is empty"],
    ["without users", "rate_limit:\n  interval: 1s\n  burst: 1\n", "removing every user needs a restart"],
    ["broken", "basic_auth_users:\n  alice: oops\n", ":2: basic_auth_users.alice: must be a bcrypt hash"],
    ["deleted", undefined, "no such file or directory (ENOENT)"],
  ])("a file that is %s changes nothing and is reported once", async (_name, text, reason) => {
    const good = `basic_auth_users:\n  alice: ${hashOf("first")}\n`;
    const file = configFile(good);
    const { port, web, logged } = await open({ configFile: file.path, limits });
    if (text === undefined) rmSync(file.path);
    else writeFileSync(file.path, text);
    await asking(port, () => !web.stats.configurationCurrent);
    // While another server, that looks as often, sees two changes of its own file.
    const other = configFile(good);
    const beside = await open({ configFile: other.path, limits });
    for (let changes = 1; changes <= 2; changes++) {
      other.replace(`basic_auth_users:\n  alice: ${hashOf(`later ${changes}`)}\n`);
      await asking(beside.port, () => beside.logged.length === changes);
      await status(port);
    }
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain(
      "error the changed web configuration cannot be used, the last valid one stays in force",
    );
    expect(logged[0]).toContain(reason);
    expect(web.stats.configurationFailures).toBe(1);
    expect([await status(port), await status(port, "first")]).toEqual([401, 200]);
    file.replace(good);
    await asking(port, () => web.stats.configurationCurrent);
  });

  test("are asked for at every moment while the file is rewritten in place", async () => {
    const file = configFile(`basic_auth_users:\n  alice: ${hashOf("first")}\n`);
    const { port } = await open({ configFile: file.path, limits });
    for (let i = 0; i < 50; i++) {
      writeFileSync(file.path, "");
      expect(await status(port)).toBe(401);
      writeFileSync(file.path, `basic_auth_users:\n  alice: ${hashOf("first")}\n`);
      expect(await status(port)).toBe(401);
    }
  });
});

test("headers are replaced while running", async () => {
  const file = configFile("http_server_config:\n  headers:\n    X-Frame-Options: deny\n");
  const { port, logged } = await open({ configFile: file.path, limits });
  file.replace("http_server_config:\n  headers:\n    X-Frame-Options: sameorigin\n");
  await asking(port, () => logged.length > 0);
  expect((await get({ port })).headers["x-frame-options"]).toBe("sameorigin");
});

test("a section without effect is warned of", async () => {
  const file = configFile("tls_server_config:\n  min_version: TLS13\n");
  const { logged } = await open({ configFile: file.path });
  expect(logged).toEqual([
    `warn ${file.path}:1: tls_server_config: no certificate is named, so HTTP is served without TLS`,
  ]);
});

/** The name in the certificate that the server shows. */
async function shown(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

describe.skipIf(!hasOpenssl)("certificates (need the openssl command)", () => {
  const authority = new Authority();

  beforeAll(() => {
    for (const name of ["ca", "first", "second"]) authority.selfSigned(name);
  });

  function install(name: string, part: "crt" | "key"): void {
    copyFileSync(authority.path(`${name}.${part}`), authority.path("new"));
    renameSync(authority.path("new"), authority.path(`live.${part}`));
  }

  function config(rest = ""): string {
    return `tls_server_config:\n  cert_file: ${authority.path("live.crt")}\n  key_file: ${authority.path("live.key")}\n${rest}`;
  }

  test("are replaced at the next handshake, and never half of them", async () => {
    install("first", "crt");
    install("first", "key");
    const { port, web, logged } = await open({ configFile: configFile(config()).path });
    expect(await shown(port)).toBe("first");
    install("second", "crt");
    expect(await shown(port)).toBe("first");
    expect(web.stats.configurationCurrent).toBe(false);
    install("second", "key");
    expect(await shown(port)).toBe("second");
    expect(web.stats.configurationCurrent).toBe(true);
    expect(logged).toEqual([
      expect.stringContaining("error the changed TLS certificates cannot be used, the last valid one stays in force"),
      "info TLS certificates loaded",
    ]);
    expect(logged[0]).toContain("tls_server_config.key_file: the key does not belong to the certificate");
  });

  test("are swapped under load without one failed handshake", async () => {
    install("first", "crt");
    install("first", "key");
    const { port } = await open({ configFile: configFile(config()).path });
    const names = new Set<string>();
    for (let i = 0; i < 100; i++) {
      install(i % 2 === 0 ? "second" : "first", "crt");
      names.add(await shown(port));
      install(i % 2 === 0 ? "second" : "first", "key");
      names.add(await shown(port));
    }
    expect(names).toEqual(new Set(["first", "second"]));
  });

  test.each([
    ["TLS is not switched off", false, "turning TLS on or off needs a restart"],
    ["clients still need a certificate", true, "a weaker client_auth_type needs a restart"],
  ])("%s while running", async (_name, keepsTls, reason) => {
    install("first", "crt");
    install("first", "key");
    const users = `basic_auth_users:\n  alice: ${hashOf("x")}\n`;
    const clients = `  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ${authority.path("ca.crt")}\n`;
    const file = configFile(config(clients + users));
    const { port, web, logged } = await open({ configFile: file.path, limits });
    file.replace(keepsTls ? config(users) : users);
    await until(async () => (await shown(port)) === "first" && !web.stats.configurationCurrent);
    expect(logged[0]).toContain(reason);
    expect(await shown(port)).toBe("first");
  });

  test("a changed file brings new certificates with it", async () => {
    install("first", "crt");
    install("first", "key");
    const file = configFile(config());
    const { port, logged } = await open({ configFile: file.path, limits });
    expect(await shown(port)).toBe("first");
    file.replace(config().replaceAll("live.", "second."));
    await until(async () => (await shown(port)) === "second");
    expect(logged).toHaveLength(1);
  });
});
