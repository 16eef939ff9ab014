import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { scrape, type Scraped } from "../load/once.ts";
import type { Executable } from "./executable.ts";

/** Milliseconds that a program has for its first response. */
const START_LIMIT = 60_000;

/** Milliseconds between two attempts to connect to a program that is starting. */
const ATTEMPT_INTERVAL = 2;

/** The same Node.js as this one comes first, whatever else is installed. */
const SAME_NODE = [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter);

/** A running exporter. */
export interface Program {
  readonly name: string;
  readonly pid: number;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Milliseconds from its start to the end of its first response. */
  readonly startUp: number;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Words before the command, such as `ip netns exec NAME`. */
  readonly prefix?: readonly string[];
  /** Port on the loopback interface; default: a free one. */
  readonly port?: number;
  /** How the program is reached; from inside where it runs in a network namespace. */
  readonly scrape?: (url: string) => Promise<Scraped>;
}

/** Starts an exporter on a port of the loopback interface and waits for its first response. */
export async function startExporter(
  executable: Executable,
  flags: readonly string[],
  options: StartOptions = {},
): Promise<Program> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), "node-exporter-ts-bench-log-"));
  const log = join(folder, "log");
  const words = [...(options.prefix ?? []), ...executable.command, `--web.listen-address=127.0.0.1:${port}`, ...flags];
  const start = performance.now();
  const child = spawnLogged(words, log);
  const stop = async (): Promise<void> => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await firstAnswer(url, child, options.scrape ?? scrape);
  } catch (error) {
    const said = readFileSync(log, "utf8").trim().split("\n").slice(-5).join("\n");
    await stop();
    throw new Error(`${executable.name} does not answer: ${words.join(" ")}\n${said}`, { cause: error });
  }
  return { name: executable.name, pid: child.pid ?? 0, url, startUp: performance.now() - start, stop };
}

/** A port of the loopback interface that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

/** Ends a child with SIGTERM, and with SIGKILL after 5 seconds. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(timer);
  }
  running.delete(child);
}

/** A child process that ends with this one and whose output goes to a file. */
export function spawnLogged([command = "", ...words]: readonly string[], log: string): ChildProcess {
  const fd = openSync(log, "w");
  const child = spawn(command, words, { stdio: ["ignore", fd, fd], env: { ...process.env, PATH: SAME_NODE } });
  closeSync(fd);
  running.add(child);
  // A command that does not exist: waiting for the first response fails.
  child.on("error", () => running.delete(child));
  return child;
}

async function firstAnswer(url: string, child: ChildProcess, scrape: (url: string) => Promise<Scraped>): Promise<void> {
  const limit = performance.now() + START_LIMIT;
  for (;;) {
    try {
      const { status } = await scrape(`${url}/metrics`);
      if (status !== 200) throw new Error(`status ${status}`);
      return;
    } catch (error) {
      if (child.exitCode !== null || child.pid === undefined || performance.now() > limit) throw error;
      await sleep(ATTEMPT_INTERVAL);
    }
  }
}
