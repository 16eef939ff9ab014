import { expect, test } from "vitest";
import { configFlags, options, parse } from "./reading.ts";

test("every type of value", async () => {
  const { log, web, scrape, collectors, processors } = await options(
    configFlags(`\uFEFF# Comments are allowed.
log: {level: DEBUG}
runtime: {gomaxprocs: 2}
web:
  listen-address: [":9200", "unix:/run/x"]
  max-requests: 0x10
  openmetrics: false
scrape: {default-timeout: 1m30s}
path:
collector:
  cpu:
    info: true
    info.flags-include: ^aes$
  sysctl: {include: &names [kernel.threads-max], include-info: *names}
`),
  );
  expect(log).toEqual({ level: "debug", format: "logfmt" });
  expect(processors).toBe(2);
  expect(web).toMatchObject({
    listen: [
      { kind: "tcp", host: "", port: 9200 },
      { kind: "unix", path: "/run/x" },
    ],
    maxRequests: 16,
    openMetrics: false,
  });
  expect(scrape.defaultTimeout).toBe(90);
  expect(collectors.flags).toMatchObject({
    "collector.cpu.info": true,
    "collector.cpu.info.flags-include": "^aes$",
    "collector.sysctl.include": ["kernel.threads-max"],
    "collector.sysctl.include-info": ["kernel.threads-max"],
  });
  expect(collectors.given).toContain("collector.cpu.info");
});

test.each([
  ["an empty file", ""],
  ["nothing but comments", "# nothing\n"],
  ["an empty map", "{}"],
  ["empty sections", "log:\nweb:\n  config:\ncollectors:\n"],
])("%s sets nothing", async (_, text) => {
  const [{ settings: with_, ...got }, { settings, ...want }] = [await options(configFlags(text)), await options([])];
  expect({ ...got, config: want.config }).toEqual(want);
  expect(with_.get("log.level")).toEqual(settings.get("log.level"));
});

test("default, environment, file, later file, flag: the last one wins, and is known", async () => {
  const flags = configFlags("runtime: {gomaxprocs: 3}\nlog: {level: warn}\n", "log:\n  level: error\n");
  const file = flags[0]?.slice("--config.file=".length);
  const settingOf = async (argv: readonly string[], name: string) =>
    (await options(argv, { GOMAXPROCS: "2", SUPERVISORD_URL: "http://s/" })).settings.get(name);
  expect(await settingOf(flags, "log.format")).toEqual({ value: "logfmt", origin: "default" });
  expect(await settingOf(flags, "collector.supervisord.url")).toEqual({
    value: "http://s/",
    origin: "environment",
    variable: "SUPERVISORD_URL",
  });
  expect(await settingOf(flags, "runtime.gomaxprocs")).toEqual({
    value: 3,
    origin: "file",
    place: { position: `${file}:1:11`, key: "runtime.gomaxprocs" },
  });
  expect(await settingOf(flags, "log.level")).toMatchObject({ value: "error", origin: "file" });
  expect(await settingOf(flags.toReversed(), "log.level")).toMatchObject({ value: "warn", origin: "file" });
  expect(await settingOf([...flags, "--log.level=info"], "log.level")).toEqual({ value: "info", origin: "flag" });
});

test("a list replaces that of an earlier file, and a flag that of all files", async () => {
  const files = configFlags("collector: {sysctl: {include: [a, b]}}", "collector: {sysctl: {include: [c]}}");
  const included = async (argv: readonly string[]) =>
    (await options(argv)).collectors.flags["collector.sysctl.include"];
  expect(await included(files)).toEqual(["c"]);
  expect(await included([...files, "--collector.sysctl.include=d"])).toEqual(["d"]);
});

test.each([
  ["--collector.netdev.device-include=eth0", { include: "eth0", exclude: "" }],
  ["--collector.netdev.device-exclude=eth0", { include: "", exclude: "eth0" }],
  ["--collector.netdev.device-blacklist=eth0", { include: "", exclude: "" }],
  ["--collector.netdev.address-info", { include: "", exclude: "lo" }],
])("%s displaces what it cannot be combined with", async (flag, want) => {
  const { flags } = (await options([...configFlags("collector: {netdev: {device-exclude: lo}}"), flag])).collectors;
  expect({
    include: flags["collector.netdev.device-include"],
    exclude: flags["collector.netdev.device-exclude"],
  }).toEqual(want);
});

test("an include pattern of a later file displaces the exclude pattern of an earlier one", async () => {
  const files = configFlags("collector: {netdev: {device-exclude: lo}}", "collector: {netdev: {device-include: eth0}}");
  expect((await options(files)).collectors.flags).toMatchObject({
    "collector.netdev.device-include": "eth0",
    "collector.netdev.device-exclude": "",
  });
});

test("flags of which both count are both kept", async () => {
  const file = configFlags("collector: {hwmon: {chip-exclude: a}}");
  expect((await options([...file, "--collector.hwmon.chip-include=b"])).collectors.flags).toMatchObject({
    "collector.hwmon.chip-include": "b",
    "collector.hwmon.chip-exclude": "a",
  });
});

const SWITCHES = configFlagsText("enabled: [systemd, arp]", "disabled: [cpu]");

function configFlagsText(...lines: readonly string[]): string {
  return `collectors:\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ["a file", [SWITCHES], [], ["arp", "systemd", "loadavg"]],
  [
    "a file, and flags that say otherwise",
    [SWITCHES],
    ["--no-collector.arp", "--collector.cpu"],
    ["cpu", "systemd", "loadavg"],
  ],
  ["a file in which only named ones run", [configFlagsText("disable-defaults: true", "enabled: [arp]")], [], ["arp"]],
  [
    "the same without that",
    [configFlagsText("disable-defaults: true", "enabled: [systemd]")],
    ["--no-collector.disable-defaults"],
    ["arp", "cpu", "systemd", "loadavg"],
  ],
  ["a flag by which only named ones run", [SWITCHES], ["--collector.disable-defaults", "--collector.cpu"], ["cpu"]],
  [
    "a later file by which only named ones run",
    [SWITCHES, configFlagsText("disable-defaults: true", "enabled: [cpu]")],
    [],
    ["cpu"],
  ],
  [
    "a later file that adds",
    [SWITCHES, configFlagsText("enabled: [cpu]", "disabled: [systemd]")],
    [],
    ["arp", "cpu", "loadavg"],
  ],
])("collectors are switched by %s", async (_, files, flags, want) => {
  const { enabled } = (await options([...configFlags(...files), ...flags])).collectors;
  expect(enabled.filter((name) => ["arp", "cpu", "systemd", "loadavg"].includes(name)).toSorted()).toEqual(
    want.toSorted(),
  );
});

test("the start names the first fault, and how many there are", async () => {
  const [flag = ""] = configFlags("log: {level: loud}\nlgo: {}\n");
  const path = flag.slice("--config.file=".length);
  expect(await parse([flag])).toMatchObject({
    kind: "error",
    message: `prog: error: ${path}:1:7: log.level: must be one of debug, info, warn, error, not "loud" (and 1 more, see check-config)`,
  });
  expect(await parse(["--config.file=/nonexistent.yml"])).toMatchObject({
    message: "prog: error: config file: cannot read /nonexistent.yml: no such file or directory (ENOENT)",
  });
  expect(await parse(["--config.file="])).toMatchObject({ message: "prog: error: config file: its name is empty" });
});
