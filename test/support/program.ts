import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanUp } from "./clean-up.ts";
import { childrenOf } from "./process.ts";
import { type Answer, ask, type RequestOptions } from "./request.ts";

const root = join(import.meta.dirname, "../..");

/** The program under test: `npm test` and `npm run reliability` name the built one, otherwise the sources run as they are. */
export const programFile = process.env["PROGRAM_UNDER_TEST"] ?? join(root, "src/main/cli.ts");

/** Milliseconds that a killed process gets to end. */
const LONGEST_END = 5000;

/** Milliseconds after the end of a process in which its last lines arrive, unless a child keeps its stderr open. */
const LAST_WORDS = 1000;

export interface StartOptions {
  /** Words before the program, such as `setpriv --reuid=65534`. */
  readonly wrapper?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Where the program lies; default: `programFile`. */
  readonly file?: string;
  /** What stderr is; by default it is read. */
  readonly stderr?: "pipe" | "ignore" | number;
  /** What stdout is; by default it is read. */
  readonly stdout?: "pipe" | number;
  /** What the program has as descriptors 3 and on. */
  readonly descriptors?: readonly number[];
}

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A child process that ends with the test or row at the latest. */
export interface Launched {
  readonly child: ChildProcess;
  /** Complete lines on stderr so far. */
  readonly lines: readonly string[];
  readonly ended: Promise<Ended>;
}

/** A running exporter. */
export interface Program extends Launched {
  /** The exporter's own process, below a wrapper. */
  readonly pid: number;
  /** Ports in the order of the listen addresses. */
  readonly ports: readonly number[];
  /** The first of them. */
  readonly port: number;
  /** Signals the exporter's own process. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** A request to the first port. */
  readonly get: (path?: string, options?: RequestOptions) => Promise<Answer>;
}

/** Starts the exporter on a free port of loopback, unless an address is given, and waits until it serves. */
export async function startProgram(flags: readonly string[] = [], options: StartOptions = {}): Promise<Program> {
  const given = flags.filter((flag) => flag.startsWith("--web.listen-address")).length;
  const launched = launch([...(given === 0 ? ["--web.listen-address=127.0.0.1:0"] : []), ...flags], options);
  const ports = await Promise.race([listening(launched, Math.max(given, 1)), launched.ended]);
  if ("stderr" in ports) throw new Error(`the program does not serve: ${ports.stderr}`);
  const [port = 0] = ports;
  const pid = exporterBelow(launched.child.pid ?? 0);
  return {
    ...launched,
    pid,
    ports,
    port,
    kill: (signal) => void process.kill(pid, signal),
    get: (path = "/metrics", options = {}) => ask(port, path, options),
  };
}

/** Runs the program to its end, for arguments with which it does not serve. */
export async function runProgram(flags: readonly string[], options: StartOptions = {}): Promise<Ended> {
  return launch(flags, options).ended;
}

/** Starts the program and does not wait for anything. */
export function launch(flags: readonly string[], options: StartOptions = {}): Launched {
  const {
    wrapper = [],
    env = {},
    cwd = root,
    file = programFile,
    stdout = "pipe",
    stderr = "pipe",
    descriptors = [],
  } = options;
  const [command = "", ...words] = [...wrapper, ...programAt(file), ...flags];
  const child = spawn(command, words, {
    cwd,
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`, ...env },
    stdio: ["ignore", stdout, stderr, ...descriptors],
  });
  const output = { stdout: "", stderr: "" };
  const lines: string[] = [];
  let rest = "";
  child.stdout?.on("data", (bytes: Buffer) => (output.stdout += bytes.toString()));
  child.stderr?.on("data", (bytes: Buffer) => {
    output.stderr += bytes.toString();
    const pieces = (rest + bytes.toString()).split("\n");
    rest = pieces.pop() ?? "";
    lines.push(...pieces);
  });
  const closed = once(child, "close");
  closed.catch(() => {});
  const ended = once(child, "exit").then(async ([code, signal]): Promise<Ended> => {
    await Promise.race([closed, sleep(LAST_WORDS, undefined, { ref: false })]);
    return { code, signal, ...output };
  });
  cleanUp(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    // A thread in a call that hangs keeps the process until the hang is undone, which comes later.
    await Promise.race([ended, sleep(LONGEST_END, undefined, { ref: false })]);
  });
  return { child, lines, ended };
}

/** The words of a command that starts it. The built program starts itself, with its own settings of node; sources need node. */
export function programAt(file: string): readonly string[] {
  return file.endsWith(".ts") ? [process.execPath, file] : [file];
}

/** Ports, once the log has announced so many, in either of its formats. */
async function listening({ child, lines }: Launched, count: number): Promise<readonly number[]> {
  for (;;) {
    const found = lines.join("\n").matchAll(/\baddress\W+(?:\[[^\]]*\]|[\d.]+):(\d+)/g);
    const ports = [...found].map(([, port]) => Number(port));
    if (ports.length >= count || child.stderr === null) return ports;
    await once(child.stderr, "data");
  }
}

/** A wrapper replaces itself with the exporter, or has it as its only child. */
function exporterBelow(pid: number): number {
  for (const child of childrenOf(pid)) {
    const command = readFileSync(`/proc/${child}/cmdline`, "utf8");
    if (command.includes("mount-probe")) continue;
    return exporterBelow(child);
  }
  return pid;
}
