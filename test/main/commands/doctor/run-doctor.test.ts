import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../../src/main/commands/doctor/finding.ts";
import type { MetricReport } from "../../../../src/main/commands/doctor/metric.ts";
import { asNobody } from "../../../support/as-nobody.ts";
import { cleanUp, temporaryDirectory } from "../../../support/clean-up.ts";
import { hangingFile } from "../../../support/fifo.ts";
import { runProgram, startProgram, type StartOptions } from "../../../support/program.ts";
import { hostTree } from "../../../support/tree.ts";

const isRoot = process.getuid?.() === 0;

/** Runs the program in a mount namespace of its own after this script. */
function afterScript(script: string, ...then: readonly string[]): readonly string[] {
  return ["unshare", "--mount", "--propagation=private", "sh", "-ec", `${script}; exec "$0" "$@"`, ...then];
}

const UNAME = ["--collector.disable-defaults", "--collector.uname"];
const ONLY_UNAME = [...UNAME, "--web.listen-address=127.0.0.1:0"];

interface Report {
  readonly code: number | null;
  readonly findings: readonly Finding[];
}

async function findings(flags: readonly string[], options: StartOptions = {}): Promise<Report> {
  const base = flags.some((flag) => flag.startsWith("--web.listen-address=")) ? UNAME : ONLY_UNAME;
  const { code, stdout, stderr } = await runProgram(["doctor", "--json", ...base, ...flags], options);
  expect(stderr).toBe("");
  return { code, ...(JSON.parse(stdout) as { readonly findings: readonly Finding[] }) };
}

function about({ findings: list }: Report, subject: string): Finding | undefined {
  return list.find((finding) => finding.subject === subject);
}

describe("doctor names cause and remedy", () => {
  test.skipIf(!isRoot)("of a mount namespace without the host's mounts (needs root)", async () => {
    const report = await findings(["--collector.filesystem"], { wrapper: afterScript("true") });
    expect(report.code).toBe(1);
    const finding = about(report, "--path.rootfs");
    expect(finding?.what).toContain("mount namespace of its own");
    expect(finding?.remedy).toContain("--path.rootfs=/host");
  });

  test.skipIf(!isRoot)("of a root file system without propagation (needs root)", async () => {
    const rootfs = temporaryDirectory();
    const flags = [`--path.rootfs=${rootfs}`];
    const mount = `mount --bind / ${rootfs}`;
    const without = await findings(flags, { wrapper: afterScript(`${mount}; mount --make-private ${rootfs}`) });
    expect(without.code).toBe(1);
    expect(about(without, "--path.rootfs")).toMatchObject({
      what: `${rootfs} is mounted without propagation`,
      remedy: expect.stringContaining("rslave") as unknown,
    });
    const shared = await findings(flags, { wrapper: afterScript(`${mount}; mount --make-shared ${rootfs}`) });
    expect(about(shared, "--path.rootfs")).toBeUndefined();
  });

  test("of a root file system that does not exist", async () => {
    const rootfs = join(temporaryDirectory(), "host");
    const report = await findings([`--path.rootfs=${rootfs}`]);
    expect(report.code).toBe(1);
    const finding = about(report, "--path.rootfs");
    expect(finding?.what).toBe(`${rootfs} does not exist`);
    expect(finding?.isNote).toBeUndefined();
  });

  test("of a root file system that cannot be reached", async () => {
    const { rootfs } = hostTree({ file: "" });
    const finding = about(await findings([`--path.rootfs=${rootfs}/file/host`]), "--path.rootfs");
    expect(finding?.what).toBe(`${rootfs}/file/host cannot be reached`);
    expect(finding?.evidence).toMatch(/^ENOTDIR: /);
  });

  test.skipIf(!isRoot)("of hidepid=2 as another user (needs root)", async () => {
    const wrapper = afterScript("mount -t proc -o hidepid=2 proc /proc", ...asNobody());
    const report = await findings(["--collector.processes"], { wrapper });
    expect(report.code).toBe(1);
    expect(report.findings.find(({ evidence }) => /hidepid=(2|invisible)$/.test(evidence))).toMatchObject({
      subject: "--path.procfs",
      remedy: expect.stringContaining("gid=") as unknown,
    });
  });

  test.skipIf(!isRoot)("of perf_event_paranoid without the permission (needs root)", async () => {
    const { procfs, rootfs } = hostTree({ "proc/sys/kernel/perf_event_paranoid": "2\n", "proc/self/stat": "" });
    chmodSync(rootfs, 0o755);
    const report = await findings(["--collector.perf", `--path.procfs=${procfs}`], { wrapper: asNobody() });
    expect(report.code).toBe(1);
    expect(report.findings.find(({ evidence }) => evidence.includes("perf_event_paranoid is 2"))).toMatchObject({
      subject: "perf",
      remedy: expect.stringContaining("CAP_PERFMON") as unknown,
    });
  });

  test("of a dead bus, once", async () => {
    const socket = join(temporaryDirectory(), "bus");
    const report = await findings(["--collector.systemd"], {
      env: { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${socket}` },
    });
    expect(report.code).toBe(1);
    const [finding, ...others] = report.findings.filter(({ subject }) => subject.includes("systemd"));
    expect(others).toEqual([]);
    expect(finding?.evidence).toContain(`${socket}: `);
    expect(finding?.consequence).toContain("node_systemd_");
    expect(finding?.remedy).toContain("systemctl start dbus");
  });

  test.skipIf(!isRoot)("of an unreadable directory of hwmon (needs root)", async () => {
    const { sysfs, rootfs } = hostTree({
      "sys/class/hwmon/hwmon0/name": "closed\n",
      "sys/class/hwmon/hwmon1/name": "open\n",
      "sys/class/hwmon/hwmon1/temp1_input": "2000\n",
    });
    chmodSync(rootfs, 0o755);
    chmodSync(`${sysfs}/class/hwmon/hwmon0`, 0);
    const report = await findings(["--collector.hwmon", `--path.sysfs=${sysfs}`], { wrapper: asNobody() });
    expect(report.code).toBe(1);
    expect(about(report, "hwmon")).toMatchObject({
      what: "1 record left out, since they cannot be read",
      evidence: expect.stringMatching(/EACCES.*hwmon0/) as unknown,
      remedy: expect.stringContaining("CAP_DAC_READ_SEARCH") as unknown,
    });
  });

  test("of a faulty textfile and a missing directory", async () => {
    const folder = temporaryDirectory();
    writeFileSync(join(folder, "faulty.prom"), "a 1\nb x\n");
    const missing = join(folder, "missing");
    const report = await findings(
      ["--collector.textfile"].concat([folder, missing].map((name) => `--collector.textfile.directory=${name}`)),
    );
    expect(report.code).toBe(1);
    const faulty = report.findings.find(({ evidence }) => evidence.startsWith(`${join(folder, "faulty.prom")}: `));
    expect(faulty).toMatchObject({
      subject: "textfile",
      remedy: expect.stringContaining("lint-textfile") as unknown,
    });
    expect(about(report, "--collector.textfile.directory")?.evidence).toContain(missing);
  });

  test("of an address in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    cleanUp(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const report = await findings([`--web.listen-address=127.0.0.1:${port}`]);
    expect(report.code).toBe(1);
    expect(about(report, "--web.listen-address")?.evidence).toMatch(new RegExp(`127.0.0.1:${port}.*in use`));
    expect(about(report, "--web.listen-address")?.isNote).toBeUndefined();
  });

  test("of addresses that a running exporter uses, as a note", async () => {
    const { port } = await startProgram([...UNAME, `--web.listen-address=127.0.0.1:0`]);
    const path = join(temporaryDirectory(), "socket");
    const server = createHttpServer((_, response) => response.end()).listen(path);
    cleanUp(() => void server.close());
    await once(server, "listening");
    const report = await findings([`--web.listen-address=127.0.0.1:${port}`, `--web.listen-address=unix:${path}`]);
    expect(about(report, "--web.listen-address")).toMatchObject({
      what: "the address is in use by an exporter that answers",
      isNote: true,
    });
  });

  test("of too few descriptors", async () => {
    const report = await findings([], { wrapper: ["prlimit", "--nofile=200:200"] });
    expect(report.code).toBe(1);
    expect(about(report, "descriptors")?.remedy).toContain("LimitNOFILE=");
  });

  test("of a collector that hangs, and ends all the same", async () => {
    const { procfs } = hostTree({ "proc/loadavg": "1 2 3 4/5 6\n" });
    hangingFile(join(procfs, "loadavg"));
    const report = await findings(["--collector.loadavg", `--path.procfs=${procfs}`, "--scrape.default-timeout=3s"]);
    expect(report.code).toBe(1);
    expect(about(report, "loadavg")?.consequence).toBe("node_load1, node_load15, node_load5");
  });

  test("of nothing where nothing is wrong, in a table for people", async () => {
    const { stdout } = await runProgram(["doctor", ...ONLY_UNAME], { env: { NO_COLOR: "1" } });
    expect(stdout).toMatch(/^ {2}uname +ok +1 +\d/m);
    expect(stdout).toMatch(/^Not enabled: arp /m);
    expect(stdout).toMatch(/^\d+ problems?, \d+ notes?\.$/m);
  });
});

describe("doctor METRIC", () => {
  test.each([
    ['node_uname_info{machine="any"}', 0, "It is shown."],
    ["node_load1", 1, "Its collector is not enabled: --collector.loadavg enables it."],
    [
      "node_hwmon_temp_celsius",
      1,
      "This host does not have SYSFS/class/hwmon/**: it needs a device or driver that has it.",
    ],
    [
      "node_cpu_info",
      1,
      "It is not shown. Flags of its collector that may enable it or leave it out: --collector.cpu.guest (given), --collector.cpu.info, --collector.cpu.info.flags-include, --collector.cpu.info.bugs-include, --cpu.group. Another possible reason: the kernel or device may not report it.",
    ],
    [
      "node_disk_filesystem_info",
      1,
      "It is not shown. Flags of its collector that may enable it or leave it out: --collector.diskstats.device-include, --collector.diskstats.device-exclude. Another possible reason: this host does not have SYSFS/udev/b*:*, which needs the udev database (--path.udev.data).",
    ],
    [
      "node_disk_io_now",
      1,
      "--scrape.max-series leaves out series of its collector diskstats: 11 of them.",
      "--scrape.max-series=diskstats=1",
    ],
    [
      "node_cpu_seconds_total",
      1,
      "It is about each CPU: --cpu.group=all shows node_cpu_group_seconds_total in its place.",
      "--cpu.group=all",
      "--scrape.max-series=cpu=1",
    ],
    [
      "node_cpu_group_cpus",
      1,
      "It shows groups of CPUs: --cpu.group=node, package or all shows it in place of node_cpu_online.",
    ],
    [
      "process_open_fds",
      1,
      "It is about the exporter itself: --web.disable-exporter-metrics leaves it out.",
      "--web.disable-exporter-metrics",
    ],
    ["go_goroutines", 1, "This program has no go_* metrics: docs/differences.md."],
    ["node_mine", 1, "No collector has a family of this name. A textfile or another exporter may."],
  ])("%s: exit status %d", async (metric, code, conclusion, ...more: readonly string[]) => {
    const { procfs, sysfs } = hostTree({
      "proc/stat": "cpu0 1 1 1 1 1 1 1 1 1 1\n",
      "proc/cpuinfo": "",
      "sys/devices/system/cpu/cpu0/online": "1\n",
      "sys/block/sda/queue/rotational": "0\n",
      "proc/diskstats": "8 0 sda 1 1 1 1 1 1 1 1 1 1 1\n",
    });
    const flags = ["hwmon", "cpu", "cpu.guest", "diskstats"].map((name) => `--collector.${name}`);
    const paths = [`--path.procfs=${procfs}`, `--path.sysfs=${sysfs}`, `--path.udev.data=${sysfs}/udev`];
    const words = ["doctor", metric, "--json", ...ONLY_UNAME, ...flags, ...paths, ...more];
    const ended = await runProgram(words);
    expect(ended.code).toBe(code);
    expect((JSON.parse(ended.stdout) as MetricReport).conclusion).toBe(conclusion.replace("SYSFS", sysfs));
  });

  test("of no name is a usage error", async () => {
    const { code, stderr } = await runProgram(["doctor", ""]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('"" does not name a metric')]);
  });
});
