import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { cleanUp } from "../../support/clean-up.ts";
import { childrenOf } from "../../support/process.ts";
import { launch, runProgram, type StartOptions } from "../../support/program.ts";
import { until } from "../../support/until.ts";
import { good } from "../support/scrape.ts";

export async function badAddresses(): Promise<string> {
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

export async function badFlags(): Promise<string> {
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

export async function passedSockets(): Promise<string> {
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
