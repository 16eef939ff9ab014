import { errnoNumber } from "../../collectors/kit/errno-text.ts";
import { mountProbeCommand } from "../../programs.ts";
import { lineReader, PING, type ProbeReply, type ProbeRequest } from "./messages.ts";

/** A running child of the probe. */
export interface ProbeChild {
  /** Calls that it can have open at the same time. */
  readonly threads: number;
  /** Undefined where it could not be started. */
  readonly pid: number | undefined;
  /** Sends requests, and asks whether the child is alive. */
  send(requests: readonly ProbeRequest[]): void;
  /** False from `send` until the child has answered that it is alive. */
  isAlive(): boolean;
  /** True once it has answered anything. */
  hasAnswered(): boolean;
  /** Kills it; it lingers while one of its calls does not return. */
  kill(): void;
}

interface ProbeChildEvents {
  /** It has answered that it is alive. */
  runs(): void;
  replied(reply: ProbeReply): void;
  /** It has ended or could not be started; `errno` is the reason, where the system reports one. */
  ended(errno: number | undefined): void;
}

/** The child's heap stays small; what it needs is a thread for every open call. No signal opens a debugger in it. */
const NODE_OPTIONS = ["--disable-sigusr1", "--max-old-space-size=32", "--max-semi-space-size=1"];

/** Starts a child. It does not keep this thread alive, and ends when this thread does. */
export function startProbeChild(threads: number, events: ProbeChildEvents): ProbeChild {
  // Most hosts need no child, and would load a dozen modules of Node.js for it.
  const { spawn } = process.getBuiltinModule("node:child_process");
  const { Socket } = process.getBuiltinModule("node:net");
  // The environment is not passed on: the exporter's NODE_OPTIONS may open a debugger port.
  const [command, ...words] = mountProbeCommand(NODE_OPTIONS);
  const child = spawn(command, words, {
    cwd: "/",
    env: { UV_THREADPOOL_SIZE: String(threads) },
    stdio: ["pipe", "pipe", "ignore"],
  });
  let alive = true;
  let answered = false;
  let over = false;
  const end = (errno: number | undefined) => {
    if (!over) events.ended(errno);
    over = true;
  };
  child.on("error", (error) => end(errnoNumber(error)));
  child.on("exit", () => end(undefined));
  child.stdout.setEncoding("latin1");
  child.stdout.on(
    "data",
    lineReader((line) => {
      // Only the child writes to this pipe.
      const reply = JSON.parse(line) as ProbeReply;
      answered = true;
      if (reply[0] !== PING) return events.replied(reply);
      alive = true;
      return events.runs();
    }),
  );
  // A broken pipe means that the child has ended, which its exit event reports.
  for (const stream of [child.stdin, child.stdout]) stream.on("error", () => {});
  for (const handle of [child, child.stdin, child.stdout])
    if (handle === child || handle instanceof Socket) handle.unref();
  return {
    threads,
    pid: child.pid,
    send(requests) {
      alive = false;
      const lines = [[PING], ...requests].map((request) => `${JSON.stringify(request)}\n`);
      child.stdin.write(lines.join(""), "latin1");
    },
    isAlive: () => alive,
    hasAnswered: () => answered,
    kill: () => void child.kill("SIGKILL"),
  };
}
