import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { flagTable } from "../../../src/main/options/flag-table.ts";
import { parseArguments, type Parsed } from "../../../src/main/options/parse.ts";
import type { Options } from "../../../src/main/options/options.ts";
import { collectors } from "./collectors.ts";

const parse = (argv: readonly string[], env: Record<string, string> = {}): Promise<Parsed> =>
  parseArguments(argv, env, "prog", collectors);

async function run(argv: readonly string[], env: Record<string, string> = {}): Promise<Options> {
  const parsed = await parse(argv, env);
  if (parsed.kind !== "run") throw new Error(`not run: ${JSON.stringify(parsed)}`);
  return parsed.options;
}

async function error(argv: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const parsed = await parse(argv, env);
  if (parsed.kind !== "error") throw new Error(`no error: ${JSON.stringify(parsed)}`);
  const [, message] = /^prog: error: (.*), try --help$/.exec(parsed.message) ?? [];
  return message ?? `badly formed: ${parsed.message}`;
}

async function flag(name: string, argv: readonly string[], env: Record<string, string> = {}): Promise<unknown> {
  return (await run(argv, env)).collectors.flags[`collector.${name}`];
}

function argumentFile(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "node-exporter-ts-arguments-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "arguments");
  writeFileSync(path, content.replaceAll("SELF", path));
  return path;
}

test("has a default for everything, as plain data", async () => {
  const options = await run([]);
  expect(options).toEqual({
    web: {
      telemetryPath: "/metrics",
      disableExporterMetrics: false,
      maxRequests: 40,
      openMetrics: true,
      learnedCompression: true,
      allowed: [],
      listen: [{ kind: "tcp", host: "", port: 9100 }],
      sockets: [],
      configFile: "",
    },
    scrape: { timeoutMargin: 0.5, defaultTimeout: 10 },
    log: { level: "info", format: "logfmt" },
    paths: { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/run/udev/data" },
    processors: 1,
    collectors: {
      flags: {
        "collector.alpha.include": "",
        "collector.alpha.exclude": "^(ram|loop)\\d+$",
        "collector.alpha.camelCase": false,
        "collector.alpha.link": true,
        "collector.alpha.workers": 4,
        "collector.alpha.timeout": 5,
        "collector.alpha.folder": [""],
        "collector.beta.url": "http://localhost/",
        "no-collector.alpha.link": false,
      },
      given: [],
      enabled: ["alpha"],
    },
    deprecated: [],
  });
  expect(structuredClone(options)).toEqual(options);
});

test("takes every general flag", async () => {
  const argv = [
    "--web.telemetry-path=/m",
    "--web.disable-exporter-metrics",
    "--web.max-requests=0",
    "--no-web.openmetrics",
    "--no-web.learned-compression",
    "--web.allow-cidr=10.0.0.0/8",
    "--web.listen-address=localhost:1",
    "--web.listen-address",
    "unix:/run/x",
    "--web.config.file=/etc/web.yml",
    "--scrape.timeout-margin=1s",
    "--scrape.default-timeout=1m",
    "--log.level=WARN",
    "--log.format=json",
    "--path.procfs=/p",
    "--path.sysfs=/s",
    "--path.rootfs=/r",
    "--path.udev.data=/u",
    "--runtime.gomaxprocs=3",
  ];
  expect(await run(argv)).toMatchObject({
    web: {
      telemetryPath: "/m",
      disableExporterMetrics: true,
      maxRequests: 0,
      openMetrics: false,
      learnedCompression: false,
      allowed: [{ family: "ipv4", address: "10.0.0.0", prefix: 8 }],
      listen: [
        { kind: "tcp", host: "localhost", port: 1 },
        { kind: "unix", path: "/run/x" },
      ],
      configFile: "/etc/web.yml",
    },
    scrape: { timeoutMargin: 1, defaultTimeout: 60 },
    log: { level: "warn", format: "json" },
    paths: { procfs: "/p", sysfs: "/s", rootfs: "/r", udevData: "/u" },
    processors: 3,
  });
});

describe("values", () => {
  test.each<[string, readonly string[], unknown]>([
    ["alpha.include", ["--collector.alpha.include=x"], "x"],
    ["alpha.include", ["--collector.alpha.include", "x"], "x"],
    ["alpha.include", ["--collector.alpha.include="], ""],
    ["alpha.include", ["--collector.alpha.include", ""], ""],
    ["alpha.include", ["--collector.alpha.include=a=b"], "a=b"],
    ["alpha.include", ["--collector.alpha.include=-v"], "-v"],
    ["alpha.include", ["--collector.alpha.include=--"], "--"],
    ["alpha.include", ["--collector.alpha.include=@x"], "@x"],
    ["alpha.include", ["--collector.alpha.include", "--", "-x"], "-x"],
    ["alpha.camelCase", ["--collector.alpha.camelCase"], true],
    ["alpha.camelCase", ["--collector.alpha.camelCase", "--collector.alpha"], true],
    ["alpha.workers", ["--collector.alpha.workers=1e2"], 100],
    ["alpha.workers", ["--collector.alpha.workers=40.9"], 40],
    ["alpha.workers", ["--collector.alpha.workers=-40.9"], -40],
    ["alpha.workers", ["--collector.alpha.workers=-0.9"], 0],
    ["alpha.workers", ["--collector.alpha.workers=.5"], 0],
    ["alpha.timeout", ["--collector.alpha.timeout=1d1h"], 90_000],
    ["alpha.timeout", ["--collector.alpha.timeout=0"], 0],
    ["alpha.timeout", ["--collector.alpha.timeout=-1s"], -1],
    ["alpha.folder", ["--collector.alpha.folder=a,b"], ["a,b"]],
    ["alpha.folder", ["--collector.alpha.folder=a", "--collector.alpha.folder", "b"], ["a", "b"]],
    ["alpha.folder", ["--collector.alpha.folder="], [""]],
  ])("%s from %j", async (name, argv, want) => {
    expect(await flag(name, argv)).toEqual(want);
  });
});

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

describe("argument files", () => {
  test("give one argument a line and skip blank lines and comments", async () => {
    const path = argumentFile(
      "# comment\n\n  \n--collector.alpha.include\r\na b 'c'\n--collector.alpha.folder=x # y\n",
    );
    const { flags } = (await run([`@${path}`, "--collector.beta"])).collectors;
    expect(flags["collector.alpha.include"]).toBe("a b 'c'");
    expect(flags["collector.alpha.folder"]).toEqual(["x # y"]);
  });

  test("can stand in the place of a value", async () => {
    expect(await flag("alpha.include", ["--collector.alpha.include", `@${argumentFile("x\n")}`])).toBe("x");
  });

  test("can name other files but not themselves", async () => {
    const inner = argumentFile("--collector.alpha.include=x");
    expect(await flag("alpha.include", [`@${argumentFile(`@${inner}`)}`])).toBe("x");
    expect(await error([`@${argumentFile("@SELF")}`])).toMatch(/more than 1000 files of arguments$/);
  });
});

describe("environment", () => {
  test.each<[string, readonly string[], Record<string, string>, string]>([
    ["is asked when the flag is absent", [], { BETA_URL: "http://b/" }, "http://b/"],
    ["yields to the command line", ["--collector.beta.url=x"], { BETA_URL: "http://b/" }, "x"],
    ["counts as absent when empty", [], { BETA_URL: "" }, "http://localhost/"],
  ])("%s", async (_, argv, env, want) => {
    expect(await flag("beta.url", argv, env)).toBe(want);
  });

  test("gives the number of processors, with an error that names the variable", async () => {
    expect((await run([], { GOMAXPROCS: "7" })).processors).toBe(7);
    expect(await error([], { GOMAXPROCS: "many" })).toBe(
      'environment variable GOMAXPROCS for --runtime.gomaxprocs: "many" is not a number',
    );
  });

  test("does not count as given", async () => {
    expect((await run([], { BETA_URL: "x" })).collectors.given).toEqual([]);
  });
});

describe("collectors", () => {
  test.each<[readonly string[], readonly string[]]>([
    [[], ["alpha"]],
    [["--collector.beta"], ["alpha", "beta"]],
    [["--no-collector.alpha"], []],
    [["--no-collector.beta"], ["alpha"]],
    [["--collector.disable-defaults"], []],
    [["--collector.disable-defaults", "--collector.alpha"], ["alpha"]],
    [["--collector.alpha", "--collector.disable-defaults"], ["alpha"]],
    [["--collector.disable-defaults", "--collector.alpha.include=x"], []],
    [["--collector.disable-defaults", "--no-collector.alpha", "--collector.beta"], ["beta"]],
  ])("%j enables %j", async (argv, want) => {
    expect((await run(argv)).collectors.enabled).toEqual(want);
  });

  test("tells which flags were given, even with their default", async () => {
    const { given } = (await run(["--collector.alpha.include=", "--collector.alpha", "--log.level=info"])).collectors;
    expect(given).toEqual(["collector.alpha.include"]);
  });

  test("names deprecated ones that are on", async () => {
    expect((await run(["--collector.beta"])).deprecated).toEqual([{ collector: "beta", reason: "use alpha" }]);
  });

  test("a flag that is literally named no-x wins over the negation", async () => {
    const { flags } = (await run(["--no-collector.alpha.link"])).collectors;
    expect(flags["no-collector.alpha.link"]).toBe(true);
    expect(flags["collector.alpha.link"]).toBe(true);
  });
});

describe("what is printed", () => {
  const VERSION = /^node-exporter-ts, version /;
  const HELP = /^usage: prog /;
  test.each<[readonly string[], RegExp]>([
    [["--version"], VERSION],
    [["--version", "--bogus"], VERSION],
    [["--version", "stray"], VERSION],
    [["--log.level=loud", "--version"], VERSION],
    [["--help", "--version"], VERSION],
    [["--help"], HELP],
    [["-h"], HELP],
    [["-hh"], HELP],
    [["--no-help"], HELP],
    [["--no-help", "--log.level=loud"], HELP],
    [["--no-version", "--bogus"], VERSION],
    [["--help-long=true"], HELP],
    [["--log.level=loud", "--help"], HELP],
    [["--help", "--help"], HELP],
    [["--help-long", "--bogus"], HELP],
    [["--help-man"], /^\.TH "PROG" 8\n/],
    [["--completion-script-bash"], /\ncomplete .* 'prog'\n$/],
    [["--completion-script-zsh"], /^#compdef prog\n/],
    [["--completion-bash", "--log.level", "d"], /^debug\n$/],
    [["--completion-bash", "--bogus", "--log.level=w"], /^warn\n$/],
  ])("%j", async (argv, want) => {
    const parsed = await parse(argv);
    expect(parsed).toEqual({ kind: "print", text: expect.stringMatching(want) });
  });

  test.each<[readonly string[], string]>([
    [["--help", "stray"], "unexpected stray"],
    [["--help=true"], "unexpected true"],
    [["--no-help=x"], "unexpected x"],
    [["--help", "--bogus"], "unknown long flag '--bogus'"],
    [["--bogus", "--version"], "unknown long flag '--bogus'"],
    [["stray", "--version"], "unexpected stray"],
    [["--help", "--log.level"], "expected argument for flag '--log.level'"],
    [["--", "--completion-bash"], "unexpected --completion-bash"],
  ])("%j prints nothing", async (argv, want) => {
    expect(await error(argv)).toBe(want);
  });
});

describe("commands", () => {
  test.each(["compare", "lint-textfile"])("%s gets the rest of the arguments as they are", async (command) => {
    const rest = ["--help", "@x", "--", "y"];
    expect(await parse([command, ...rest])).toMatchObject({
      kind: "command",
      command: { name: command },
      arguments: rest,
    });
  });

  test("only the first argument can be one", async () => {
    expect(await error(["--collector.alpha", "compare"])).toBe("unexpected compare");
  });
});

describe("for any arguments", () => {
  const names = flagTable(collectors).flatMap(({ name }) => [`--${name}`, `--no-${name}`]);
  const word = fc.oneof(
    fc.constantFrom(...names, "--", "-", "-h", "@", "@/proc/self/cmdline", "=", "", "\0", "true", "__proto__"),
    fc.tuple(fc.constantFrom(...names), fc.string()).map(([name, value]) => `${name}=${value}`),
    fc.string({ unit: "binary" }),
    fc.string().map((text) => `--${text}`),
  );

  test("there is an answer and never an exception", async () => {
    const pages = /^--(help|version|completion)/;
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { maxLength: 8 }),
        fc.dictionary(fc.constantFrom("GOMAXPROCS", "BETA_URL", "COLUMNS", "LISTEN_FDS"), fc.string()),
        async (argv, env) => {
          // Pages take long to print and are tested above.
          const parsed = await parse(
            argv.filter((text) => !pages.test(text)),
            env,
          );
          if (parsed.kind === "error") expect(parsed.message).toMatch(/^prog: error: [^\n\r]+, try --help$/);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("a value comes back as it was given", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), fc.boolean(), async (value, separate) => {
        fc.pre(!separate || !/^[-@]/.test(value));
        const name = "--collector.alpha.include";
        expect(await flag("alpha.include", separate ? [name, value] : [`${name}=${value}`])).toBe(value);
      }),
    );
  });
});
