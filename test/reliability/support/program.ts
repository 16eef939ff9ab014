import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanUp } from "./clean-up.ts";

const root = join(import.meta.dirname, "../../..");

/** The program under test: the sources in `npm test`, the built program in `npm run reliability`. */
export const programFile = process.env["PROGRAM_UNDER_TEST"] ?? join(root, "src/main/cli.ts");

export interface StartOptions {
  /** Words before the program, such as `setpriv --reuid=65534`. */
  readonly wrapper?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Where the program lies; default: `programFile`. */
  readonly file?: string;
  /** What stderr is; by default it is read. */
  readonly stderr?: "pipe" | "ignore" | number;
  /** What the program has as descriptors 3 and on. */
  readonly descriptors?: readonly number[];
}

/** The supervisor gives up then, in milliseconds. */
const LONGEST_END = 30_000;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** A running exporter. */
export interface Program {
  readonly child: ChildProcess;
  /** The exporter's own process, below a wrapper. */
  readonly pid: number;
  readonly port: number;
  /** Lines of its log so far. */
  readonly lines: readonly string[];
  readonly exited: Promise<Exit>;
}

/** Starts the exporter on a free port of loopback, until the row has ended. */
export async function startProgram(flags: readonly string[], options: StartOptions = {}): Promise<Program> {
  const { child, lines, exited } = launch(["--web.listen-address=127.0.0.1:0", ...flags], options);
  const port = await Promise.race([listening(lines), exited.then(() => undefined)]);
  if (port === undefined) throw new Error(`the program did not start: ${(await exited).stderr}`);
  return { child, pid: exporterBelow(child.pid ?? 0), port, lines, exited };
}

/** Runs the exporter with flags that it has to refuse, and waits for its end. */
export async function runToEnd(flags: readonly string[], options: StartOptions = {}): Promise<Exit> {
  const { child, exited } = launch(flags, options);
  const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
  const exit = await exited;
  clearTimeout(timer);
  return exit;
}

export function launch(flags: readonly string[], options: StartOptions) {
  const { wrapper = [], env = {}, cwd = root, file = programFile, stderr = "pipe", descriptors = [] } = options;
  const [command = "", ...words] = [...wrapper, ...programAt(file), ...flags];
  const child = spawn(command, words, {
    cwd,
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`, ...env },
    stdio: ["ignore", "ignore", stderr, ...descriptors],
  });
  cleanUp(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  let rest = "";
  child.stderr?.on("data", (bytes: Buffer) => {
    const pieces = (rest + bytes.toString()).split("\n");
    rest = pieces.pop() ?? "";
    lines.push(...pieces);
  });
  const closed = child.stderr === null ? Promise.resolve() : once(child.stderr, "close");
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      void Promise.race([closed, sleep(200)]).then(() =>
        resolve({ code, signal, stderr: [...lines, rest].join("\n") }),
      );
    });
  });
  return { child, lines, exited };
}

/** The built program starts itself, with the settings of node that it is meant to have; sources need node. */
function programAt(file: string): readonly string[] {
  return file.endsWith(".js") ? [file] : [process.execPath, file];
}

async function listening(lines: readonly string[]): Promise<number> {
  for (;;) {
    for (const line of lines) {
      const port = /msg=listening address=127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) return Number(port);
    }
    await sleep(20);
  }
}

/** Ends the exporter as its supervisor would; resolves to its exit and the milliseconds that it took. */
export async function stopProgram(program: Program): Promise<Exit & { milliseconds: number }> {
  const start = performance.now();
  process.kill(program.pid, "SIGTERM");
  const exit = await Promise.race([program.exited, sleep(LONGEST_END)]);
  if (exit === undefined) throw new Error(`still there ${LONGEST_END} ms after SIGTERM`);
  return { ...exit, milliseconds: performance.now() - start };
}

/** What the kernel says of a process. */
export interface Figures {
  readonly mebibytes: number;
  readonly threads: number;
  readonly descriptors: number;
  readonly children: number;
}

export function figuresOf({ pid }: Pick<Program, "pid">): Figures {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const value = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
  return {
    mebibytes: Math.round(value("VmRSS") / 1024),
    threads: value("Threads"),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    children: childrenOf(pid).length,
  };
}

export function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) => {
    const file = `/proc/${pid}/task/${task}/children`;
    return existsSync(file) ? readFileSync(file, "utf8").split(" ").filter(Boolean).map(Number) : [];
  });
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
