import { basename } from "node:path";
import { setFlagsFromString } from "node:v8";
import { createServices, type Exporter, startExporter } from "./exporter.ts";
import { leave } from "./leave.ts";
import type { Log } from "./log/log.ts";
import { buildInfo } from "./options/build-info.ts";
import type { Options } from "./options/options.ts";
import { type Command, parseArguments } from "./options/parse.ts";
import { forgetSystemdSockets } from "./options/systemd-sockets.ts";
import { StartError } from "./scrape/scheduler.ts";
import { openWeb, type Web } from "./server/web.ts";
import { WebError } from "./server/web-error.ts";

/** Scrapes in flight at a signal get this long to end, in milliseconds. */
const GRACE = 5000;

/** What stands in the way of an orderly end after that gets this long, in milliseconds. */
const LAST_GRACE = 500;

/** Exit status after a second signal, which cuts the requests in flight. */
const CUT = 1;

const LEAST_NODE = 22;

/** The compiled entry in dist/main. */
const ENTRY = "cli.js";

/** The program, from its arguments to its end. */
export async function run(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const program = programName(argv[1]);
  if (Number.parseInt(process.versions.node, 10) < LEAST_NODE) {
    fail(`${program}: error: Node.js ${LEAST_NODE} or later is needed, this is ${process.version}`);
    return;
  }
  const parsed = await parseArguments(argv.slice(2), env, program);
  switch (parsed.kind) {
    case "print":
      process.stdout.write(parsed.text);
      return;
    case "error":
      fail(parsed.message);
      return;
    case "command":
      process.exitCode = await runCommand(parsed, env, program);
      return;
    case "run":
      forgetSystemdSockets(env);
      await serve(parsed.options, program);
  }
}

/** As the program was called; the compiled entry's own name means nothing to users. */
function programName(path = ENTRY): string {
  const name = basename(path);
  return name === ENTRY ? "node-exporter-ts" : name;
}

async function runCommand(parsed: Command, env: NodeJS.ProcessEnv, program: string): Promise<number> {
  if (parsed.command === "compare")
    return (await import("./commands/compare/run-compare.ts")).runCompare(parsed.arguments, env, program);
  return (await import("./commands/lint-textfile/run-lint-textfile.ts")).runLintTextfile(parsed.arguments);
}

async function serve(options: Options, program: string): Promise<void> {
  const services = createServices(options);
  const { log } = services;
  announce(options, log);
  try {
    const exporter = await startExporter(options, services);
    for (const collector of options.collectors.enabled) log("info", "enabled collector", { collector });
    const web = await openWeb(options.web, exporter.handler, services);
    for (const address of web.addresses) log("info", "listening", { address });
    endOnSignals(exporter, web, log);
    keepHeapsSmall();
  } catch (error) {
    if (!(error instanceof StartError || error instanceof WebError)) throw error;
    fail(`${program}: error: ${error.message}`);
    // Workers may still be starting.
    process.exit(1);
  }
}

/**
 * Heaps grow to three times of what they hold before V8 looks for garbage in them, 30 MB at 40 connections. The flag is
 * looked up at each collection of any thread; from the command line it would make the start a quarter longer.
 */
function keepHeapsSmall(): void {
  setFlagsFromString("--heap-growing-percent=30");
}

function announce(options: Options, log: Log): void {
  const { version, revision, nodeVersion } = buildInfo();
  log("info", "starting node-exporter-ts", { version, revision: revision || "unknown", node: nodeVersion });
  if (process.getuid?.() === 0) {
    log("warn", "running as root, which is not needed: run as an unprivileged user");
  }
  for (const { collector, reason } of options.deprecated) {
    log("warn", "deprecated collector", { collector, reason });
  }
  // Whatever a library throws late must not end the process; the scrape that it belongs to has a deadline.
  process.on("uncaughtException", (error) => log("error", "unexpected error", { err: error.message }));
}

/** The first signal ends the program in order, the second at once. */
function endOnSignals(exporter: Exporter, web: Web, log: Log): void {
  let ending = false;
  const end = (signal: NodeJS.Signals): void => {
    if (ending) leave(CUT);
    ending = true;
    log("info", "stopping", { signal });
    leaveIn(GRACE + LAST_GRACE);
    const closed = web.close(GRACE).then(() => {
      // A thread inside a system call that never returns would keep process.exit waiting for ever.
      leaveIn(LAST_GRACE);
      return exporter.close(GRACE);
    });
    closed.then(() => process.exit(0)).catch(() => process.exit(0));
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}

function leaveIn(milliseconds: number): void {
  setTimeout(() => leave(0), milliseconds);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
