import { spawn } from "node:child_process";
import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { onTestFinished } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** `npm test` names the built program here; otherwise the sources run as they are. */
const PROGRAM = process.env["PROGRAM_UNDER_TEST"] ?? join(ROOT, "src/main/cli.ts");

/** Far more than any start or end takes, for machines with much else to do. */
const PATIENCE = 25_000;

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly pid: number;
  /** Ports in the order of the listen addresses. */
  readonly ports: readonly number[];
  /** Lines on stderr so far. */
  readonly log: () => readonly string[];
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ended>;
  /** A request to the first port. */
  readonly get: (path?: string, options?: RequestOptions) => Promise<Answer>;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly port?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Unpacked where it came packed. */
  readonly body: string;
}

/** Starts the exporter on a free port of loopback and waits until it serves; it ends with the test at the latest. */
export async function startProgram(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Program> {
  const addresses = args.some((arg) => arg.startsWith("--web.listen-address"))
    ? []
    : ["--web.listen-address=127.0.0.1:0"];
  const count = Math.max(1, args.filter((arg) => arg.startsWith("--web.listen-address")).length);
  const { child, ended, output } = launch([...addresses, ...args], env);
  const ports = () =>
    [...output.stderr.matchAll(/\baddress\W+(?:\[[^\]]*\]|[\d.]+):(\d+)/g)].map(([, port]) => Number(port));
  const start = performance.now();
  while (ports().length < count) {
    if (child.exitCode !== null || performance.now() - start > PATIENCE)
      throw new Error(`the program does not serve: ${output.stderr}`);
    await sleep(10);
  }
  const [first = 0] = ports();
  return {
    pid: child.pid ?? 0,
    ports: ports(),
    log: () => output.stderr.split("\n").filter((line) => line !== ""),
    kill: (signal) => void child.kill(signal),
    ended,
    get: (path = "/metrics", options = {}) => httpGet(options.port ?? first, path, options),
  };
}

/** Runs the program to its end, for arguments with which it does not serve. */
export async function runProgram(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return launch(args, env).ended;
}

function launch(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (bytes: Buffer) => (output.stdout += bytes.toString()));
  child.stderr.on("data", (bytes: Buffer) => (output.stderr += bytes.toString()));
  const ended = once(child, "close").then(([code, signal]): Ended => ({ code, signal, ...output }));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  });
  return { child, ended, output };
}

async function httpGet(port: number, path: string, options: RequestOptions): Promise<Answer> {
  const { method = "GET", headers = {}, host = "127.0.0.1" } = options;
  const sent = request({ host, port, path, method, headers, agent: false });
  sent.end();
  const [response]: [IncomingMessage] = (await once(sent, "response")) as never;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const packed = response.headers["content-encoding"] === "gzip" && bytes.length > 0;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: (packed ? gunzipSync(bytes) : bytes).toString(),
  };
}

/** Sample lines of an exposition whose text before the value matches. */
export function samplesOf(exposition: string, pattern: RegExp): string[] {
  return exposition.split("\n").filter((line) => !line.startsWith("#") && pattern.test(line));
}

/** The value of the sample with this name and labels; undefined when there is none. */
export function valueOf(exposition: string, sample: string): number | undefined {
  const line = exposition.split("\n").find((each) => each.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
}
