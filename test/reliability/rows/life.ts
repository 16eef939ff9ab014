import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
  chmodSync,
  openSync,
  closeSync,
  constants,
} from "node:fs";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { Impossible } from "../../support/impossible.ts";
import type { Row } from "../row.ts";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { childrenOf, figuresOf } from "../../support/process.ts";
import { freePort } from "../../support/free-port.ts";
import { launch, runProgram, type StartOptions, startProgram } from "../../support/program.ts";
import { rawConnection } from "../../support/request.ts";
import { valueOf } from "../../support/samples.ts";
import { cgroup, inGroup } from "../support/cgroup.ts";
import { good, inParallel, percentile, scrape } from "../support/scrape.ts";
import { stopProgram } from "../support/stop.ts";
import { slowTree } from "../../support/slow-tree.ts";
import { until } from "../../support/until.ts";

export const lifeRows: readonly Row[] = [
  { id: "L1", what: "SIGTERM: idle, kept connections, in a scrape, half a request", run: endings },
  { id: "L2", what: "addresses that cannot be used", run: badAddresses },
  { id: "L3", what: "bad flags and values", run: badFlags },
  { id: "L4", what: "the log's reader is stalled or gone, the disk is full", only: "slow", run: deafLog },
  { id: "L5", what: "100 MB of memory under load", only: "root", run: littleMemory },
  { id: "L6", what: "5 % of a CPU", only: "root", run: littleCpu },
  { id: "L7", what: "another boot time than the host's", only: "root", run: otherBootTime },
  {
    id: "L8",
    what: "nobody, no capabilities, a read-only root",
    namespaces: "mounts",
    only: "root",
    run: leastPrivilege,
  },
  {
    id: "L9",
    what: "sockets passed by systemd",
    run: passedSockets,
    tests: [
      { file: "main/server/listen.test.ts", name: /inherited sockets/ },
      { file: "main/options/systemd-sockets.test.ts" },
    ],
  },
  { id: "L10", what: "1,000 scrapes with a collector that fails", run: failingCollector },
];

async function endings(): Promise<string> {
  const figures: string[] = [];
  const ended = async (what: string, prepare: (port: number) => Promise<unknown>, ...flags: string[]) => {
    const program = await startProgram(flags);
    await good(program);
    const after = await prepare(program.port);
    const { code, signal, milliseconds } = await stopProgram(program);
    if (typeof after === "function") await after();
    assert.equal(code ?? signal, 0, what);
    const free = createServer().listen(program.port, "127.0.0.1");
    await once(free, "listening");
    free.close();
    figures.push(`${what} ${Math.round(milliseconds)} ms`);
  };
  await ended("idle", async () => {});
  await ended("kept", async (port) => {
    const socket = await rawConnection(port);
    socket.write("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n");
    await once(socket, "data");
  });
  await ended("half", async (port) => (await rawConnection(port)).write("GET /metrics HTTP/1.1\r\nHo"));
  const tree = slowTree();
  await ended(
    "in a scrape",
    async (port) => {
      tree.block();
      // The answer comes without the collector that never returns.
      const asked = scrape({ port }, { timeout: 2 });
      await until(async () => (await scrape({ port })).status === 503);
      return async () => assert.equal((await asked).status, 200);
    },
    "--web.max-requests=1",
    ...tree.flags,
  );
  return figures.join(", ");
}

async function badAddresses(): Promise<string> {
  const busy = createServer().listen(0, "127.0.0.1");
  await once(busy, "listening");
  cleanUp(() => void busy.close());
  const address = busy.address();
  const port = typeof address === "object" ? address?.port : 0;
  const refused: readonly [string, RegExp, ...string[]][] = [
    ["in use", /EADDRINUSE|in use/, `--web.listen-address=127.0.0.1:${port}`],
    ["one of two", /EADDRINUSE|in use/, "--web.listen-address=127.0.0.1:0", `--web.listen-address=127.0.0.1:${port}`],
    ["foreign", /192\.0\.2\.1/, "--web.listen-address=192.0.2.1:9100"],
    ["host", /no\.such\.host\.invalid/, "--web.listen-address=no.such.host.invalid:9100"],
    ["port", /70000/, "--web.listen-address=:70000"],
    ["no port", /listen-address/, "--web.listen-address=localhost"],
    ["no descriptor", /systemd/, "--web.systemd-socket"],
  ];
  for (const [what, message, ...flags] of refused) assertRefused(what, await runProgram(flags), message);
  return `${refused.length} refused in one line, exit 1`;
}

async function badFlags(): Promise<string> {
  const refused: readonly [string, RegExp][] = [
    ["--nonsense", /nonsense/],
    ["--log.level=loud", /log\.level/],
    ["--log.format=xml", /log\.format/],
    ["--collector.filesystem.mount-points-exclude=(", /mount-points-exclude/],
    ["--scrape.default-timeout=soon", /default-timeout/],
    ["--collector.nope", /collector\.nope/],
    ["stray", /stray/],
    ["--web.config.file=/nonexistent.yml", /nonexistent\.yml/],
    ["--web.telemetry-path", /telemetry-path/],
  ];
  for (const [flag, message] of refused) assertRefused(flag, await runProgram([flag]), message);
  return `${refused.length} refused in one line, exit 1`;
}

/** The process id is known to whoever becomes the program only. */
const FOR_THIS_PROCESS = ["sh", "-c", 'LISTEN_PID=$$ exec "$@"', "sh"];

async function passedSockets(): Promise<string> {
  for (const count of [1, 2]) {
    const { ports, links, options, close } = await socketsToPass(count);
    const { child, lines, ended } = launch(["--web.systemd-socket"], options);
    close();
    await until(async () => lines.filter((line) => line.includes("msg=listening")).length === count);
    for (const port of ports) await good({ port });
    for (const pid of childrenOf(child.pid ?? 0)) {
      assert.doesNotMatch(readFileSync(`/proc/${pid}/environ`, "latin1"), /LISTEN_/);
      const open = readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
      assert.deepEqual(
        open.filter((link) => links.includes(link)),
        [],
      );
    }
    child.kill("SIGTERM");
    assert.equal((await ended).code, 0);
  }
  const env = { LISTEN_FDS: "1", LISTEN_PID: "1" };
  assertRefused("wrong LISTEN_PID", await runProgram(["--web.systemd-socket"], { env }), /LISTEN_PID/);
  return "1 and 2 sockets served, not passed on to children; wrong LISTEN_PID: exit 1";
}

interface PassedSockets {
  readonly options: StartOptions;
  readonly ports: readonly number[];
  /** As `/proc/PID/fd` shows them. */
  readonly links: readonly string[];
  /** For when the program has them: this process would take its connections. */
  close(): void;
}

async function socketsToPass(count: number): Promise<PassedSockets> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const descriptors = servers.map(descriptorOf);
  return {
    options: { wrapper: FOR_THIS_PROCESS, env: { LISTEN_FDS: String(count), LISTEN_FDNAMES: "web" }, descriptors },
    ports: servers.map(portOf),
    links: descriptors.map((fd) => linkOf(`/proc/self/fd/${fd}`)),
    close: () => servers.forEach((server) => void server.close()),
  };
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed meanwhile.
    return "";
  }
}

/** The descriptor of a listening socket, which Node has no public way to. */
function descriptorOf(server: Server): number {
  return (server as unknown as { _handle: { fd: number } })._handle.fd;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

/** Exit 1 and a line that says why, without a stack. */
function assertRefused(what: string, { code, stderr }: { code: number | null; stderr: string }, message: RegExp): void {
  assert.equal(code, 1, `${what}: ${stderr}`);
  const last =
    stderr
      .trimEnd()
      .split("\n")
      .findLast((line) => !line.startsWith("time=")) ?? "";
  assert.match(last, message, what);
  assert.doesNotMatch(stderr, /^\s+at /m, what);
}

async function deafLog(): Promise<string> {
  const folder = temporaryDirectory();
  const fifo = join(folder, "log");
  execFileSync("mkfifo", [fifo]);
  const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
  const figures = [];
  const writer = openSync(fifo, "w");
  const stalled = await scrapesWith(writer);
  closeSync(writer);
  figures.push(`stalled: ${stalled.dropped} lines dropped, ${stalled.growth} MiB more`);
  assert.ok(stalled.dropped > 0, "no line dropped");
  assert.ok(stalled.growth < 60, `${stalled.growth} MiB more`);
  closeSync(reader);
  if (existsSync("/dev/full")) {
    const full = openSync("/dev/full", "w");
    figures.push(`disk full: ${(await scrapesWith(full)).dropped} dropped`);
    closeSync(full);
  }
  const gone = await startProgram(["--log.level=debug"]);
  gone.child.stderr?.destroy();
  for (let i = 0; i < 20; i++) await good(gone);
  assert.equal(gone.child.exitCode, null);
  figures.push("closed: served");
  return figures.join("; ");
}

/** Scrapes a program that finds another faulty textfile each time and logs a line for it, with this as its stderr. */
async function scrapesWith(stderr: number): Promise<{ dropped: number; growth: number }> {
  const port = await freePort();
  const folder = temporaryDirectory();
  const flags = [`--web.listen-address=127.0.0.1:${port}`, `--collector.textfile.directory=${folder}`];
  const { child } = launch(flags, { stderr });
  await until(() =>
    good({ port }).then(
      () => true,
      () => false,
    ),
  );
  const program = { pid: child.pid ?? 0, port };
  const memory = () => figuresOf(program).mebibytes;
  for (let i = 0; i < 20; i++) await good({ port });
  const before = memory();
  for (let i = 0; i < 3000; i++) {
    const file = join(folder, `${i}${"x".repeat(150)}.prom`);
    writeFileSync(file, "no sample\n");
    await good({ port }, { path: "/metrics?collect[]=textfile" });
    rmSync(file);
  }
  const dropped = valueOf((await good({ port })).body, "node_exporter_log_lines_dropped_total") ?? 0;
  const growth = memory() - before;
  child.kill("SIGTERM");
  await once(child, "exit");
  return { dropped, growth };
}

async function littleMemory(): Promise<string> {
  const group = cgroup("memory");
  writeFileSync(join(group, "memory.limit_in_bytes"), String(100 << 20));
  const program = await startProgram([], { wrapper: inGroup(group) });
  await inParallel(1000, 10, async () => assert.ok([200, 503].includes((await scrape(program)).status)));
  await good(program);
  const peak = Number(readFileSync(join(group, "memory.max_usage_in_bytes"), "utf8")) >> 20;
  const failures = readFileSync(join(group, "memory.failcnt"), "utf8").trim();
  await stopProgram(program);
  return `1,000 scrapes at 10 at a time within 100 MiB, peak ${peak} MiB, limit met ${failures} times`;
}

async function littleCpu(): Promise<string> {
  const group = cgroup("cpu");
  writeFileSync(join(group, "cpu.cfs_period_us"), "100000");
  writeFileSync(join(group, "cpu.cfs_quota_us"), "5000");
  const program = await startProgram([], { wrapper: inGroup(group) });
  const times: number[] = [];
  for (let i = 0; i < 10; i++) times.push((await good(program, { timeout: 30 })).milliseconds);
  await stopProgram(program);
  return `10 whole answers, median ${percentile(times, 0.5)} ms, slowest ${percentile(times, 1)} ms`;
}

async function otherBootTime(): Promise<string> {
  const wrapper = [
    "unshare",
    "--time",
    "--boottime",
    "1000000",
    "--monotonic",
    "1000000",
    "--fork",
    "--kill-child",
    "--",
  ];
  try {
    execFileSync(wrapper[0] ?? "", [...wrapper.slice(1), "true"], { stdio: "ignore" });
  } catch {
    throw new Impossible("no time namespaces");
  }
  const program = await startProgram([], { wrapper });
  const { pid } = program;
  const first = await good(program, { timeout: 2 });
  const second = await good(program, { timeout: 2 });
  const durations = [...second.body.matchAll(/^node_scrape_collector_duration_seconds\{.*\} (\S+)$/gm)].map(
    ([, text]) => Number(text),
  );
  assert.ok(durations.every((seconds) => seconds >= 0 && seconds < 5));
  const now = Date.now() / 1000;
  const started = valueOf(first.body, "process_start_time_seconds") ?? 0;
  process.kill(pid, "SIGKILL");
  assert.ok(started < now + 5, `started ${started - now} s from now`);
  return `durations from ${Math.min(...durations)} to ${Math.max(...durations)} s, start ${Math.round(now - started)} s ago`;
}

async function leastPrivilege(): Promise<string> {
  const normal = await startProgram([]);
  const before = await good(normal);
  const folder = temporaryDirectory();
  chmodSync(folder, 0o755);
  execFileSync("mount", ["--bind", "/", folder]);
  execFileSync("mount", ["-o", "remount,ro,bind", folder]);
  for (const name of ["/proc", "/sys", "/dev"]) execFileSync("mount", ["--rbind", name, join(folder, name)]);
  execFileSync("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", join(folder, "run")]);
  const drop = [
    "setpriv",
    "--reuid=65534",
    "--regid=65534",
    "--clear-groups",
    "--bounding-set=-all",
    "--inh-caps=-all",
    "--no-new-privs",
  ];
  const wrapper = ["chroot", folder, ...drop];
  const program = await startProgram([], { wrapper, cwd: "/" });
  const after = await good(program);
  await good(program);
  const degraded = [...before.success]
    .filter(([name, ok]) => ok === 1 && after.success.get(name) !== 1)
    .map(([name]) => name);
  assert.equal(program.lines.filter((line) => line.includes("running as root")).length, 0);
  const errors = program.lines.filter((line) => /level=(ERROR|WARN)/.test(line));
  assert.ok(degraded.length <= 3, degraded.join(" "));
  assert.equal(new Set(errors.map((line) => line.replace(/time=\S+/, ""))).size, errors.length, errors.join("\n"));
  return `${after.success.size} collectors, without their data: ${degraded.join(" ") || "none"}, ${errors.length} lines`;
}

async function failingCollector(): Promise<string> {
  const tree = slowTree();
  const program = await startProgram(tree.flags);
  await good(program);
  writeFileSync(join(tree.procfs, "loadavg"), "garbage\n");
  const lines = program.lines.length;
  for (let i = 0; i < 1000; i++) assert.equal((await good(program)).success.get("loadavg"), 0);
  const logged = program.lines.length - lines;
  assert.ok(logged <= 3, program.lines.slice(lines, lines + 10).join("\n"));
  return `${logged} line`;
}
