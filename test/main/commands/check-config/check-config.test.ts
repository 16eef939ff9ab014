import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalog } from "../../../../src/collectors/generated/catalog.ts";
import { configText } from "../../../../src/main/options/config-file/print-config.ts";
import { flagTable } from "../../../../src/main/options/flag-table.ts";
import { runProgram } from "../../../support/program.ts";
import { configFile, configFlags, options } from "../../options/config-file/reading.ts";

const flags = flagTable(catalog);

describe("check-config", () => {
  test("shows values with their origins, and what needs a restart", async () => {
    const file = configFile("exporter.yml");
    file.write("web: {max-requests: 7}\ncollectors: {disable-defaults: true, enabled: [cpu, arp]}\n");
    const words = ["check-config", file.path, "--log.level=debug", "--no-collector.arp", "--web.systemd-socket"];
    const { code, stdout, stderr } = await runProgram(words, { env: { GOMAXPROCS: "2" } });
    expect([code, stderr]).toEqual([0, ""]);
    for (const line of [
      "  level: debug # flag",
      "  # format: logfmt",
      "  gomaxprocs: 2 # environment variable GOMAXPROCS, restart",
      `  max-requests: 7 # ${file.path}:1:7, restart`,
      "  systemd-socket: true # flag, restart",
      `    - cpu # ${file.path}:2:48`,
      "    - arp # flag",
      "# Collectors that run: cpu",
    ]) {
      expect(stdout.split("\n")).toContain(line);
    }
  });

  test("names every fault, and prints no configuration", async () => {
    const file = configFile("exporter.yml");
    file.write("log: {level: loud}\nlgo: {}\n");
    const { code, stdout, stderr } = await runProgram(["check-config", file.path]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`${file.path}:1:7: log.level: must be one of debug, info, warn, error, not "loud"
${file.path}:2:1: lgo: unknown key; did you mean log?
`);
  });

  test("reads the web configuration that is named, too", async () => {
    const file = configFile("exporter.yml");
    const web = join(dirname(file.path), "web.yml");
    file.write(`web: {config: {file: ${web}}}\ncollectors: {disable-defaults: true}\n`);
    const missing = await runProgram(["check-config", file.path]);
    expect([missing.code, missing.stderr]).toEqual([
      1,
      `${file.path}:1:16: web.config.file: web configuration: cannot read ${web}: no such file or directory (ENOENT)\n`,
    ]);
    writeFileSync(web, "basic_auth_users: {alice: secret}\n");
    const wrong = await runProgram(["check-config", `--web.config.file=${web}`, "--collector.disable-defaults"]);
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      `${web}:1: basic_auth_users.alice: must be a bcrypt hash of 60 characters such as $2b$10$…\n`,
    ]);
  });

  test("names everything that only a collector finds, by its place or its flag", async () => {
    const file = configFile("exporter.yml");
    file.write(`collectors: {disable-defaults: true, enabled: [diskstats, netdev, ntp, perf, systemd]}
collector:
  ntp: {server: 8.8.8.8}
  perf: {cpus: zz}
`);
    const { code, stdout, stderr } = await runProgram([
      "check-config",
      file.path,
      "--collector.diskstats.device-exclude=a",
      "--collector.diskstats.device-include=b",
      "--collector.netdev.device-exclude=(",
      "--collector.systemd.unit-include=(",
    ]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.trimEnd().split("\n").toSorted()).toEqual([
      "--collector.diskstats.device-exclude and --collector.diskstats.device-include are mutually exclusive",
      expect.stringMatching(/^--collector\.netdev\.device-exclude: bad regular expression "\("/),
      expect.stringMatching(/^--collector\.systemd\.unit-include: bad regular expression "/),
      `${file.path}:3:9: collector.ntp.server: "8.8.8.8" is not a loopback address (see --collector.ntp.server-is-local)`,
      `${file.path}:4:10: collector.perf.cpus: "zz" is not a list of CPUs`,
    ]);
  });

  test("names a path once that several collectors need", async () => {
    const file = configFile("exporter.yml");
    file.write('path: {procfs: ""}\ncollectors: {disable-defaults: true, enabled: [arp, loadavg]}\n');
    const { code, stdout, stderr } = await runProgram(["check-config", file.path]);
    expect([code, stdout, stderr]).toEqual([1, "", `${file.path}:1:8: path.procfs: must not be empty\n`]);
  });
});

test("what is printed is a config file with the same meaning", async () => {
  const argv = [
    ...configFlags(`
log: {level: debug}
web: {listen-address: [":1", "[::1]:2"]}
scrape: {default-timeout: 1m0.25s, timeout-margin: 1ms}
collector:
  netdev: {device-include: 'e\\d "x" # y'}
  textfile: {directory: ["", "a, b", "#c"]}
  ntp: {server: "yes"}
  perf: {cpus: "0"}
`),
    "--collector.netstat.fields=\n \"'",
    "--no-collector.arp",
    "--collector.systemd",
    "--runtime.gomaxprocs=3",
  ];
  const { settings, config: _, ...want } = await options(argv);
  const { settings: again, config: __, ...got } = await options(configFlags(configText(settings, flags)));
  expect(got).toEqual(want);
  expect(again.get("collector.systemd").value).toBe(true);
});
