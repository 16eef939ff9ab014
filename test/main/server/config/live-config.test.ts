import { hashSync } from "bcryptjs";
import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RecordingObserver } from "../../../support/recording-observer.ts";
import { LiveConfig } from "../../../../src/main/server/config/live-config.ts";
import { Authority, hasOpenssl } from "../certificates.ts";
import { configFile, type ConfigFile } from "../config-file.ts";
import { logTo } from "../support.ts";

interface Loaded {
  readonly live: LiveConfig;
  readonly file: ConfigFile;
  readonly observer: RecordingObserver;
  readonly logged: readonly string[];
}

/** Reads changes at the next sweep, whose times a test makes up. */
function loaded(text: string, settle = 0): Loaded {
  const file = configFile(text);
  const observer = new RecordingObserver();
  const logged: string[] = [];
  return { live: new LiveConfig(file.path, settle, observer, logTo(logged)), file, observer, logged };
}

const REJECTED = "error the changed web configuration cannot be used, the last valid one stays in force";
const HASHES = [hashSync("first", 4), hashSync("second", 4)] as const;

describe.skipIf(!hasOpenssl)("certificates (need the openssl command)", () => {
  const authority = new Authority();

  beforeAll(() => {
    for (const name of ["first", "second"]) authority.selfSigned(name);
  });

  beforeEach(() => {
    for (const part of ["crt", "key"]) {
      copyFileSync(authority.path(`first.${part}`), authority.path(`live.${part}`));
      rmSync(authority.path(`late.${part}`), { force: true });
    }
  });

  function install(part: "crt" | "key", as = "live"): void {
    copyFileSync(authority.path(`second.${part}`), authority.path(`${as}.${part}`));
  }

  function config(hash: string, name = "live"): string {
    const [cert, key] = [authority.path(`${name}.crt`), authority.path(`${name}.key`)];
    return `tls_server_config:\n  cert_file: ${cert}\n  key_file: ${key}\nbasic_auth_users:\n  alice: ${hash}\n`;
  }

  function shown({ live: { effective } }: Loaded): string {
    const cert = String(effective.context?.cert);
    const name = ["first", "second"].find((known) => authority.read(`${known}.crt`) === cert);
    return `${name} ${HASHES.indexOf(effective.config.users.get("alice") ?? "")}`;
  }

  test("of which one half comes later bring with them the file that was changed meanwhile", () => {
    const opened = loaded(config(HASHES[0]));
    const { live, file, observer, logged } = opened;
    install("crt");
    file.replace(config(HASHES[1]));
    live.sweep(0);
    expect(shown(opened)).toBe("first 0");
    install("key");
    live.checkCertificates(1);
    expect(shown(opened)).toBe("second 1");
    expect(observer.levels.get("web configuration current")).toBe(1);
    expect(logged.slice(2)).toEqual([`info web configuration loaded file=${file.path}`]);
  });

  test("that a file names before they exist are used when they come", () => {
    const opened = loaded(config(HASHES[0]));
    opened.file.replace(config(HASHES[1], "late"));
    opened.live.sweep(0);
    install("crt", "late");
    opened.live.checkCertificates(1);
    expect(shown(opened)).toBe("first 0");
    install("key", "late");
    opened.live.checkCertificates(2);
    expect(shown(opened)).toBe("second 1");
  });

  test("do not bring a file with them that has changed again and may not be complete", () => {
    const settle = 1e9;
    const opened = loaded(config(HASHES[0]), settle);
    const { live, file } = opened;
    file.replace(config(HASHES[1], "late"));
    live.sweep(0);
    live.sweep(settle);
    file.replace(config(HASHES[1]));
    for (const part of ["crt", "key"] as const) install(part, "late");
    live.checkCertificates(settle + 1);
    expect(shown(opened)).toBe("first 0");
    live.sweep(settle + 2);
    live.sweep(2 * settle + 2);
    expect(shown(opened)).toBe("first 1");
  });

  test("that stay missing are reported once, and once more when the file was edited", () => {
    const { live, file, observer, logged } = loaded(config(HASHES[0]));
    file.replace(config(HASHES[1], "late"));
    for (let second = 0; second < 5; second++) live.sweep(second * 1000);
    expect(logged).toEqual([expect.stringContaining(REJECTED)]);
    expect(observer.counted("web configuration failed")).toBe(1);
    file.replace(config(HASHES[1], "late"));
    live.sweep(5000);
    expect(logged).toEqual([expect.stringContaining(REJECTED), logged[0]]);
  });

  test("and the file are loaded a second after a shortage of descriptors, and not before", () => {
    const { path } = configFile(config(HASHES[0]));
    const child = join(import.meta.dirname, "../without-descriptors-child.ts");
    const changes = [config(HASHES[1]), authority.read("second.crt"), authority.read("second.key")];
    const files = [path, authority.path("live.crt"), authority.path("live.key")];
    // The hard limit, too: Node.js raises the other one at the start.
    const limited = ["-c", 'ulimit -n 100 && exec "$@"', "sh", process.execPath, child];
    const output = execFileSync("sh", [...limited, JSON.stringify({ files, changes })], { encoding: "utf8" });
    const [first, second] = [authority.read("first.crt"), authority.read("second.crt")];
    expect(JSON.parse(output)).toEqual({
      states: [
        [HASHES[0], first],
        [HASHES[0], first],
        [HASHES[1], second],
      ],
      logged: [
        `${REJECTED} err=web configuration: cannot read ${path}: too many open files (EMFILE)`,
        expect.stringContaining("live.crt: too many open files (EMFILE)"),
        `info web configuration loaded file=${path}`,
      ],
    });
  });

  test("with HTTP/2 of the start: a change of it needs a restart, and is named once", () => {
    const opened = loaded(config(HASHES[0]));
    const { live, file, observer, logged } = opened;
    file.replace(`${config(HASHES[1])}http_server_config:\n  http2: false\n`);
    for (let second = 0; second < 3; second++) live.sweep(second * 1000);
    expect(shown(opened)).toBe("first 1");
    expect(observer.web).toMatchObject({ http2: true });
    expect(logged.slice(1)).toEqual(["warn these web settings have changed and need a restart settings=http2"]);
    file.replace(config(HASHES[0]));
    live.sweep(3000);
    expect(logged.slice(2)).toEqual([`info web configuration loaded file=${file.path}`]);
  });
});

describe("the rate limit of the start", () => {
  const users = (hash: string): string => `basic_auth_users:\n  alice: ${hash}\n`;
  const limit = (burst: number): string => `rate_limit:\n  interval: 1s\n  burst: ${burst}\n`;

  test.each([
    ["changed", limit(3), limit(4), { interval: 1, burst: 3 }],
    ["removed", limit(3), "", { interval: 1, burst: 3 }],
    ["added", "", limit(3), undefined],
  ])("is shown when it was %s on the disk, with a warning", (_name, before, after, rateLimit) => {
    const { live, file, observer, logged } = loaded(users(HASHES[0]) + before);
    file.replace(users(HASHES[1]) + after);
    live.sweep(0);
    expect(observer.web).toMatchObject({ users: 1, rateLimit });
    expect(logged).toEqual([
      `info web configuration loaded file=${file.path}`,
      "warn these web settings have changed and need a restart settings=rate_limit",
    ]);
    file.replace(users(HASHES[0]) + before);
    live.sweep(1);
    expect(logged.slice(2)).toEqual([`info web configuration loaded file=${file.path}`]);
  });
});
