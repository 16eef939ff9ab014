import { describe, expect, test } from "vitest";
import { error } from "./parsing.ts";

describe("errors name the flag", () => {
  test.each<[string, readonly string[]]>([
    ["unknown long flag '--bogus'", ["--bogus"]],
    ["unknown long flag '--bogus'", ["--bogus=1"]],
    ["unknown long flag '--'", ["--=x"]],
    ["unknown long flag '--collector.alpha.camelcase'", ["--collector.alpha.camelcase"]],
    ["unknown long flag '--collector.alpha.inc'", ["--collector.alpha.inc=x"]],
    ["unknown long flag '--no-collector.alpha.include'", ["--no-collector.alpha.include"]],
    ["unknown long flag '--__proto__'", ["--__proto__=1"]],
    ["unknown short flag '-l'", ["-log.level=info"]],
    ["unknown short flag '-x'", ["-hx"]],
    ["unknown short flag '-'", ["-"]],
    ["expected argument for flag '--log.level'", ["--log.level"]],
    ["expected argument for flag '--log.level'", ["--log.level", "--version"]],
    ["expected argument for flag '--log.level'", ["--log.level", "-v"]],
    ["expected argument for flag '--log.level'", ["--log.level", "--"]],
    ["unexpected stray", ["stray"]],
    ["unexpected stray", ["stray", "--bogus"]],
    ["unexpected --help", ["--", "--help"]],
    ["unexpected @file", ["--", "@file"]],
    ["unexpected true", ["--collector.alpha", "true"]],
    [
      "unexpected true (--collector.alpha takes no value; use --collector.alpha or --no-collector.alpha)",
      ["--collector.alpha=true"],
    ],
    [
      "unexpected x (--collector.alpha takes no value; use --collector.alpha or --no-collector.alpha)",
      ["--no-collector.alpha=x"],
    ],
    ["flag 'log.level' cannot be repeated", ["--log.level=info", "--log.level=info"]],
    ["flag 'collector.alpha' cannot be repeated", ["--collector.alpha", "--no-collector.alpha"]],
    ['--log.level: must be one of debug, info, warn, error, not "loud"', ["--log.level=loud"]],
    ['--log.format: must be one of logfmt, json, not "JSON"', ["--log.format=JSON"]],
    ['--web.max-requests: "x" is not a number', ["--web.max-requests=x"]],
    ['--web.max-requests: "" is not a number', ["--web.max-requests="]],
    ['--web.max-requests: "0x10" is not a number', ["--web.max-requests=0x10"]],
    ['--web.max-requests: "NaN" is not a number', ["--web.max-requests=NaN"]],
    ['--web.max-requests: "1e400" is out of range', ["--web.max-requests=1e400"]],
    ["--web.max-requests: must be 0 or more, not -5", ["--web.max-requests=-5"]],
    ["--runtime.gomaxprocs: must be 1 or more, not 0", ["--runtime.gomaxprocs=0"]],
    ['--collector.alpha.timeout: "5" is not a duration such as 500ms, 5s or 1m30s', ["--collector.alpha.timeout=5"]],
    ['--web.telemetry-path: "metrics" does not start with /', ["--web.telemetry-path=metrics"]],
    ['--web.telemetry-path: "" does not start with /', ["--web.telemetry-path="]],
    ['--web.listen-address: "9100": the port is missing', ["--web.listen-address=9100"]],
    ['--web.allow-cidr: "any" is not a network such as 10.0.0.0/8 or fd00::/8', ["--web.allow-cidr=any"]],
    ["--web.systemd-socket: no socket was passed: LISTEN_FDS is not set", ["--web.systemd-socket"]],
    ["--scrape.timeout-margin: must be 0 or more, not -1", ["--scrape.timeout-margin=-1s"]],
    ["--scrape.default-timeout: must be more than 0s", ["--scrape.default-timeout=0"]],
    ["cannot read the arguments in @/nonexistent: ENOENT", ["@/nonexistent"]],
    ["cannot read the arguments in @/: EISDIR", ["@/"]],
    ["expected the name of a file after '@'", ["@"]],
    ["unexpected a b", ["a\nb"]],
  ])("%s", async (want, argv) => {
    expect(await error(argv)).toBe(want);
  });
});
