import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flagTable } from "../../../src/main/options/flag-table.ts";
import { FlagValues } from "../../../src/main/options/values.ts";
import { collectors } from "./collectors.ts";
import { error, flag, parse, run } from "./parsing.ts";

test("has a default for everything, as plain data", async () => {
  const options = await run([]);
  expect(options).toEqual({
    config: { files: [] },
    settings: expect.any(FlagValues),
    web: {
      telemetryPath: "/metrics",
      disableExporterMetrics: false,
      exporterMetrics: "default",
      maxRequests: 40,
      openMetrics: true,
      learnedCompression: true,
      statusPage: true,
      statusDetails: false,
      enableLifecycle: false,
      allowed: [],
      listen: [{ kind: "tcp", host: "", port: 9100 }],
      sockets: [],
      configFile: "",
    },
    scrape: { timeoutMargin: 0.5, defaultTimeout: 10, maxSeries: undefined },
    log: { level: "info", format: "logfmt" },
    paths: { procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/run/udev/data" },
    processors: 1,
    moreWorkers: "auto",
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
      cpuGroup: "none",
    },
    cpu: { group: "none" },
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
    "--runtime.more-workers=never",
    "--cpu.group=node",
    "--scrape.max-series=500",
    "--scrape.max-series=alpha=20",
    "--scrape.max-series=alpha=10",
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
    scrape: { timeoutMargin: 1, defaultTimeout: 60, maxSeries: { total: 500, byCollector: { alpha: 10 } } },
    cpu: { group: "node" },
    collectors: { cpuGroup: "node" },
    log: { level: "warn", format: "json" },
    paths: { procfs: "/p", sysfs: "/s", rootfs: "/r", udevData: "/u" },
    processors: 3,
    moreWorkers: "never",
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
    expect(await error([], { GOMAXPROCS: "0" })).toBe(
      "environment variable GOMAXPROCS for --runtime.gomaxprocs: must be 1 or more, not 0",
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
          if (parsed.kind === "error")
            expect(parsed.message).toMatch(/^prog: error: (config file: [^\n\r]+|[^\n\r]+, try --help)$/);
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
