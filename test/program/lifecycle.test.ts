import { once } from "node:events";
import { closeSync, existsSync, openSync, readdirSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanUp } from "../support/clean-up.ts";
import { launch, programFile, runProgram, startProgram } from "../support/program.ts";
import { valueOf } from "../support/samples.ts";
import { until } from "../support/until.ts";
import { hostTree } from "../support/tree.ts";

const SMALL = ["--collector.disable-defaults", "--collector.loadavg", "--collector.uname"];

test.each(["SIGTERM", "SIGINT"] as const)("%s ends it in order", async (signal) => {
  const { get, kill, ended, lines } = await startProgram(SMALL);
  await get();
  kill(signal);
  expect(await ended).toMatchObject({ code: 0, signal: null, stdout: "" });
  expect(lines.at(-1)).toMatch(new RegExp(`level=INFO msg=stopping signal=${signal}$`));
});

test("scrapes in flight are answered before the end, however many", async () => {
  const { get, kill, ended } = await startProgram(["--web.max-requests=0"]);
  const answers = Array.from({ length: 20 }, () => get());
  // The first answer shows that all requests have arrived: they were sent before it.
  await Promise.race(answers);
  kill("SIGTERM");
  const settled = await Promise.allSettled(answers);
  for (const result of settled) {
    // A connection that the kernel had taken but the program had not may be closed without an answer, never cut short.
    if (result.status === "fulfilled") expect(result.value.body).toContain("\nprocess_start_time_seconds ");
  }
  expect(settled.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
  expect(await ended).toMatchObject({ code: 0 });
});

test.each([
  ["an exception", "throw new Error('boom')"],
  ["a rejection", "Promise.reject(new Error('boom'))"],
])(
  "%s that nobody handles is logged with its origin, scrapes are answered, and the status is 1",
  async (_name, code) => {
    const fault = `process.on("SIGUSR2", function fault() { ${code} })`;
    const { get, kill, ended, lines } = await startProgram(SMALL, {
      env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` },
    });
    const answers = Array.from({ length: 20 }, () => get());
    await Promise.race(answers);
    kill("SIGUSR2");
    const settled = await Promise.allSettled(answers);
    for (const result of settled) {
      if (result.status === "fulfilled") expect(result.value.body).toContain("node_load1 ");
    }
    expect(await ended).toMatchObject({ code: 1, signal: null });
    expect(lines.at(-1)).toMatch(
      /level=ERROR msg="stopping because of an unexpected error" err="Error: boom.*at .*fault/,
    );
  },
);

test("a signal during the start ends it", async () => {
  const { child, ended } = launch(["--web.listen-address=127.0.0.1:0"]);
  await once(child.stderr ?? child, "data");
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0, signal: null });
});

test.skipIf(!programFile.endsWith(".js"))(
  "SIGUSR1 opens no debugger (skipped unless the program is built)",
  async () => {
    const { get, kill, ended, lines } = await startProgram(SMALL);
    kill("SIGUSR1");
    await get();
    kill("SIGTERM");
    await ended;
    expect(lines.filter((line) => /debugger/i.test(line))).toEqual([]);
  },
);

test("kept connections without a request do not hold up the end", async () => {
  const { ports, kill, ended } = await startProgram(SMALL);
  const socket = connect(ports[0] ?? 0, "127.0.0.1");
  cleanUp(() => void socket.destroy());
  await once(socket, "connect");
  socket.write("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n");
  await once(socket, "data");
  kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0 });
});

test("an address in use ends the start with one line", async () => {
  const server = createServer();
  cleanUp(() => void server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { code, stdout, stderr } = await runProgram([
    ...SMALL,
    "--web.listen-address=127.0.0.1:0",
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  const errors = stderr.split("\n").filter((line) => line !== "" && !/^time=\S+ level=(INFO|WARN)/.test(line));
  expect([code, stdout, errors.length]).toEqual([1, "", 1]);
  expect(errors[0]).toContain("EADDRINUSE");
  expect(errors[0]).toContain(`127.0.0.1:${port}`);
});

test.each([
  [["--no-such-flag"], "unknown long flag '--no-such-flag'"],
  [["--web.max-requests=many"], "many"],
  [["--log.level=loud"], "loud"],
  [["--web.listen-address=nonsense"], "nonsense"],
  [["stray"], "unexpected stray"],
])("%j ends with one line and status 1", async (args, reason) => {
  const { code, stdout, stderr } = await runProgram(args);
  expect([code, stdout, stderr.trimEnd().split("\n").length]).toEqual([1, "", 1]);
  expect(stderr).toMatch(/^\S+: error: .*, try --help\n$/);
  expect(stderr).toContain(reason);
});

test.each([
  [["--collector.netdev.device-include=("], "--collector.netdev.device-include"],
  [["--collector.netdev.device-include=a", "--collector.netdev.device-exclude=b"], "--collector.netdev.device-"],
  [["--path.procfs=/nowhere"], "/nowhere"],
  [["--collector.supervisord"], "environment variable SUPERVISORD_URL for --collector.supervisord.url: "],
])("a collector that cannot be made ends the start: %j", async (args, reason) => {
  const env = { SUPERVISORD_URL: "ftp://host/" };
  const { code, stdout, stderr } = await runProgram(["--web.listen-address=127.0.0.1:0", ...args], { env });
  const errors = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("time="));
  expect([code, stdout, errors.length]).toEqual([1, "", 1]);
  expect(errors[0]).toMatch(/: error: collector \w+: /);
  expect(errors[0]).toContain(reason);
});

test("--version and --help print to stdout", async () => {
  const [version, help] = await Promise.all([runProgram(["--version"]), runProgram(["--help"])]);
  expect([version.code, version.stderr, help.code, help.stderr]).toEqual([0, "", 0, ""]);
  expect(version.stdout).toMatch(/version \d/);
  expect(help.stdout).toContain("--web.listen-address=:9100");
});

test.skipIf(!existsSync("/dev/full"))("output that cannot be written is one line (needs /dev/full)", async () => {
  const stdout = openSync("/dev/full", "w");
  cleanUp(() => closeSync(stdout));
  for (const words of [["--version"], ["print", "--collector.disable-defaults"]]) {
    const { code, stderr } = await runProgram(words, { stdout });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^\S+: error: standard output: ENOSPC.*\n$/)]);
  }
});

test("logs go to stderr, as JSON objects where that is asked for", async () => {
  const { get, kill, ended } = await startProgram([...SMALL, "--log.format=json", "--log.level=debug"]);
  await get();
  kill("SIGTERM");
  const { stdout, stderr } = await ended;
  expect(stdout).toBe("");
  const entries = stderr
    .trimEnd()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));
  for (const entry of entries)
    expect(entry).toMatchObject({
      time: expect.any(String),
      level: expect.stringMatching(/^[A-Z]+$/),
      msg: expect.any(String),
    });
  const enabled = entries.filter(({ msg }) => msg === "enabled collector").map(({ collector }) => collector);
  expect(enabled).toEqual(["loadavg", "uname"]);
});

test("deprecated collectors are warned of, once each", async () => {
  const { lines } = await startProgram([
    "--collector.disable-defaults",
    "--collector.runit",
    "--collector.supervisord",
  ]);
  const warnings = lines.filter((line) => line.includes('level=WARN msg="deprecated collector"'));
  expect(warnings.map((line) => /collector=(\w+)/.exec(line)?.[1])).toEqual(["runit", "supervisord"]);
});

test.skipIf(process.getuid?.() !== 0)("running as root is warned of (skipped unless root)", async () => {
  const { lines } = await startProgram(SMALL);
  expect(lines.filter((line) => line.includes("level=WARN") && line.includes("root"))).toHaveLength(1);
});

test("a collector that fails at each scrape is logged once", async () => {
  const { procfs } = hostTree({ "proc/loadavg": "not a load\n" });
  const { get, lines } = await startProgram([
    "--collector.disable-defaults",
    "--collector.loadavg",
    `--path.procfs=${procfs}`,
  ]);
  for (let i = 0; i < 50; i++) {
    const { body } = await get();
    expect(valueOf(body, 'node_scrape_collector_success{collector="loadavg"}')).toBe(0);
  }
  await until(() => lines.some((line) => line.includes("collector failed")));
  expect(lines.filter((line) => line.includes("collector failed"))).toHaveLength(1);
  writeFileSync(join(procfs, "loadavg"), "0.25 0.50 0.75 1/100 4242\n");
  expect(valueOf((await get()).body, "node_load1")).toBe(0.25);
  await until(() => lines.at(-1)?.includes('msg="collector recovered" collector=loadavg') === true);
  expect(lines.at(-1)).toContain("failed_scrapes=50");
});

test("a first scrape that is compressed needs no thread that was not there", async () => {
  // A worker of its own for a slow collector, or more workers on a large host, would be threads as well.
  const { get, pid } = await startProgram(["--collector.disable-defaults", "--collector.uname"]);
  const before = readdirSync(`/proc/${pid}/task`).length;
  expect(await get("/metrics", { headers: { "accept-encoding": "gzip" } })).toMatchObject({ status: 200 });
  expect(readdirSync(`/proc/${pid}/task`)).toHaveLength(before);
});
