import { spawn, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import supervisord from "../../src/collectors/supervisord.ts";
import { createNative } from "../../src/workers/native/native.ts";
import { openHost } from "../../src/workers/host/host.ts";
import { cleanUp, temporaryDirectory } from "../support/clean-up.ts";
import { collect } from "../support/collect.ts";
import { samplesOf } from "../support/samples.ts";
import { until } from "../support/until.ts";

function at(url: string) {
  return collect(supervisord, { flags: { "collector.supervisord.url": url } });
}

async function listen(server: Server, where: number | string): Promise<number> {
  await new Promise<void>((resolve) => {
    if (typeof where === "number") server.listen(where, "127.0.0.1", resolve);
    else server.listen(where, resolve);
  });
  cleanUp(() => void server.close());
  return typeof where === "number" ? (server.address() as AddressInfo).port : 0;
}

async function respond(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener), 0)}/RPC2`;
}

const member = (key: string, value: string) => `<member><name>${key}</name><value>${value}</value></member>`;

function processXml(name: string, state: number): string {
  return `<value><struct>${member("name", name)}${member("group", "<string>g</string>")}${member("state", `<int>${state}</int>`)}${member("exitstatus", "<int>3</int>")}${member("start", "<int>1700000000</int>")}</struct></value>`;
}

const ANSWER = `<methodResponse><params><param><value><array><data>${[0, 10, 20, 30, 40, 100].map((state) => processXml(`p${state}`, state)).join("")}</data></array></value></param></params></methodResponse>`;

test("states, and the start of what is up", async () => {
  const seen: unknown[] = [];
  const url = await respond((request, response) => {
    seen.push([request.method, request.url, request.headers["content-type"], request.headers.authorization]);
    response.end(ANSWER);
  });
  const { status, text } = await at(url.replace("//", "//me:secret@"));
  expect(status).toBe("ok");
  expect(seen).toEqual([["POST", "/RPC2", "text/xml", `Basic ${Buffer.from("me:secret").toString("base64")}`]]);
  expect(text).toContain("# TYPE node_supervisord_start_time_seconds counter");
  expect(samplesOf(text)).toEqual([
    ...[0, 10, 100, 20, 30, 40].map((state) => `node_supervisord_exit_status{group="g",name="p${state}"} 3`),
    ...[10, 20, 40].map((state) => `node_supervisord_start_time_seconds{group="g",name="p${state}"} 1.7e+09`),
    ...[0, 10, 100, 20, 30, 40].map((state) => `node_supervisord_state{group="g",name="p${state}"} ${state}`),
    ...[0, 10, 100, 20, 30, 40].map(
      (state) => `node_supervisord_up{group="g",name="p${state}"} ${[10, 20, 40].includes(state) ? 1 : 0}`,
    ),
  ]);
});

test.each<[string, RequestListener, string]>([
  ["a status", (_, response) => void response.writeHead(401).end(), "status 401 Unauthorized"],
  ["a redirection", (_, response) => void response.writeHead(307, { location: "/" }).end(), "status 307"],
  ["a page", (_, response) => void response.end("<html><body/></html>"), "<html> is not a response"],
  ["nothing", (_, response) => void response.end(), "XML: no element"],
  ["half of it", (_, response) => void response.end(ANSWER.slice(0, 900)), "XML: "],
  ["another shape", (_, response) => void response.end(ANSWER.replaceAll("state", "status")), "has no number state"],
  [
    "a cut connection",
    (request, response) => {
      response.writeHead(200, { "content-length": 1000 });
      response.write("<method", () => request.socket.destroy());
    },
    "the answer was cut off",
  ],
  ["too much", (_, response) => void response.end(Buffer.alloc(17 << 20, 32)), "larger than 16777216 bytes"],
])("%s is a failure", async (_, listener, message) => {
  const result = await at(await respond(listener));
  expect(result.status).toBe("failed");
  expect(result.message).toContain(message);
});

test("nobody there is a failure", async () => {
  const port = await listen(createTcpServer(), 0);
  expect(await at(`http://127.0.0.1:${port === 1 ? 2 : 1}/RPC2`)).toMatchObject({ status: "failed" });
  expect(await at("unix:///nowhere/supervisor.sock")).toMatchObject({
    status: "failed",
    message: expect.stringContaining("ENOENT"),
  });
});

test("a server that accepts and never answers is left at the deadline", async () => {
  const server = createTcpServer((socket) => {
    cleanUp(() => void socket.destroy());
  });
  const url = `http://127.0.0.1:${await listen(server, 0)}/RPC2`;
  const host = openHost({ procfs: "/proc", sysfs: "/sys", rootfs: "/", udevData: "/" }, createNative(), 4096, 10);
  const update = supervisord.create({
    host,
    flags: { "collector.supervisord.url": url },
    given: () => true,
    cpuGroup: "none",
    isEnabled: () => true,
    part: { index: 0, count: 1 },
    log: () => {},
    skip: () => {},
    faults: () => {},
    state: new SharedArrayBuffer(0),
  });
  const emit = Object.assign(() => {}, { pairs() {}, rendered() {} });
  await expect(update(emit, { deadline: performance.now() + 100 })).rejects.toThrow("no answer before the deadline");
});

test("a URL that cannot be asked is refused", async () => {
  await expect(at("ftp://host/")).rejects.toThrow("--collector.supervisord.url");
});

const hasSupervisord = spawnSync("supervisord", ["--version"]).status === 0;

/** Starts supervisord in a folder of its own, with a Unix socket and a TCP port that asks for a password. */
async function startSupervisord(port: number): Promise<string> {
  const folder = temporaryDirectory();
  const socket = join(folder, "supervisor.sock");
  writeFileSync(
    join(folder, "supervisord.conf"),
    `[supervisord]
nodaemon=true
logfile=${folder}/supervisord.log
pidfile=${folder}/supervisord.pid
childlogdir=${folder}
[unix_http_server]
file=${socket}
[inet_http_server]
port=127.0.0.1:${port}
username=me
password=secret
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[program:runs]
command=sleep 1000
startsecs=0
[program:stopped]
command=sleep 1000
autostart=false
[program:ended]
command=sh -c "exit 7"
startsecs=0
autorestart=false
`,
  );
  const daemon = spawn("supervisord", ["-c", join(folder, "supervisord.conf")], { stdio: "ignore" });
  const ended = new Promise((resolve) => {
    daemon.once("exit", resolve);
  });
  cleanUp(async () => {
    daemon.kill("SIGTERM");
    await ended;
  });
  await until(() => existsSync(socket));
  return `unix://${socket}`;
}

async function settled(url: string): Promise<Awaited<ReturnType<typeof at>>> {
  let result = await at(url);
  await until(async () => {
    result = await at(url);
    const ended = result.text.includes('exit_status{group="ended",name="ended"} 7');
    return ended && result.text.includes('state{group="runs",name="runs"} 20');
  });
  return result;
}

test.skipIf(!hasSupervisord)("a real supervisord by socket and by port (needs the package supervisor)", async () => {
  const probe = createTcpServer();
  const port = await listen(probe, 0);
  probe.close();
  const url = await startSupervisord(port);
  const { status, text } = await settled(url);
  expect(status).toBe("ok");
  expect(samplesOf(text).filter((line) => !line.includes("start_time"))).toEqual([
    'node_supervisord_exit_status{group="ended",name="ended"} 7',
    'node_supervisord_exit_status{group="runs",name="runs"} 0',
    'node_supervisord_exit_status{group="stopped",name="stopped"} 0',
    'node_supervisord_state{group="ended",name="ended"} 100',
    'node_supervisord_state{group="runs",name="runs"} 20',
    'node_supervisord_state{group="stopped",name="stopped"} 0',
    'node_supervisord_up{group="ended",name="ended"} 0',
    'node_supervisord_up{group="runs",name="runs"} 1',
    'node_supervisord_up{group="stopped",name="stopped"} 0',
  ]);
  expect(text).toMatch(/start_time_seconds\{group="runs",name="runs"\} 1\.\d+e\+09\n/);
  expect(await at(`http://me:secret@127.0.0.1:${port}/RPC2`)).toMatchObject({ status: "ok", text });
  expect(await at(`http://me:wrong@127.0.0.1:${port}/RPC2`)).toMatchObject({
    status: "failed",
    message: "status 401 Unauthorized",
  });
});
