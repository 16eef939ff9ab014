import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { RecordingObserver } from "../../../support/recording-observer.ts";
import { LiveConfig } from "../../../../src/main/server/config/live-config.ts";
import { WebError } from "../../../../src/main/server/web-error.ts";
import { Authority, hasOpenssl } from "../certificates.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const files = readdirSync(FIXTURES).sort();

describe.skipIf(!hasOpenssl)("web configuration files (need the openssl command)", () => {
  const authority = new Authority();

  beforeAll(() => {
    authority.selfSigned("ca");
    authority.selfSigned("server");
    authority.key("other");
    authority.rsaKey("weak", 512);
    authority.sign("ca", "weak", []);
  });

  function load(file: string): LiveConfig {
    const path = authority.path(file);
    copyFileSync(join(FIXTURES, file), path);
    return new LiveConfig(path, 0, new RecordingObserver(), () => {});
  }

  test.each(files.filter((file) => file.endsWith(".good.yml")))("%s is good", (file) => {
    const { config, context } = load(file).effective;
    expect(context !== undefined).toBe(config.tls !== undefined);
  });

  test.each(files.filter((file) => file.endsWith(".bad.yml")))("%s is bad for the reason in its first line", (file) => {
    const [, reason = ""] = /^# (.*)\n/.exec(readFileSync(join(FIXTURES, file), "utf8")) ?? [];
    const message = messageOf(() => load(file));
    expect(message.startsWith(`${authority.path(file)}:${reason}`), message).toBe(true);
    expect(message).not.toContain("\n");
    expect(basename(file)).toMatch(/^\w+\.bad\.yml$/);
  });

  test("every file is one or the other", () => {
    expect(files.filter((file) => !/\.(good|bad)\.yml$/.test(file))).toEqual([]);
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof WebError) return error.message;
    throw error;
  }
  return "no error";
}
