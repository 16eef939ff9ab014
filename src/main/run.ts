import { basename } from "node:path";
import { errnoOf } from "../collectors/kit/errors.ts";
import { startExporter } from "./exporter.ts";
import { setLaterFlags } from "./life/later-flags.ts";
import { leaveWhenDone } from "./life/leave.ts";
import { nameProcess } from "./life/process-name.ts";
import { ProgramEnd } from "./life/program-end.ts";
import { Reloader } from "./life/reloader.ts";
import { ServiceManager } from "./life/service-manager.ts";
import { startThreadPool } from "./life/thread-pool.ts";
import { journalPrefix } from "./log/journal.ts";
import type { Log } from "./log/log.ts";
import { visible } from "./log/visible.ts";
import { buildInfo } from "./options/build-info.ts";
import type { Options } from "./options/options.ts";
import { type Parsed, parseArguments } from "./options/parse.ts";
import { forgetSystemdSockets } from "./options/systemd-sockets.ts";
import { withSourceOf } from "./options/values.ts";
import { StartError } from "./scrape/start-error.ts";
import { openWeb } from "./server/web.ts";
import { WebError } from "./server/web-error.ts";
import { createServices } from "./services.ts";
import { isOlder } from "./versions.ts";

/** The first version with all that is used: `engines` in package.json. */
const LEAST_NODE = [22, 14];

/** The compiled entry in dist/main. */
const ENTRY = "cli.js";

/** The program, from its arguments to its end. */
export async function run(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const program = programName(argv[1]);
  const { node } = process.versions;
  if (isOlder(node, LEAST_NODE)) {
    fail(`${program}: error: Node.js ${LEAST_NODE.join(".")} or later is needed, this is ${node}`);
    return;
  }
  process.stdout.on("error", (error) => unwritten(error, program));
  const parsed = await parseArguments(argv.slice(2), env, program);
  switch (parsed.kind) {
    case "print":
      process.stdout.write(parsed.text);
      return;
    case "error":
      fail(journalPrefix(env)("error") + parsed.message);
      return;
    case "command": {
      const { runCommand } = await import("./commands/run-command.ts");
      leaveWhenDone(await runCommand(parsed.command, parsed.arguments, { env, program }));
      return;
    }
    case "run": {
      const first = { ...env };
      forgetSystemdSockets(env);
      await serve(parsed.options, env, program, () => parseArguments(argv.slice(2), first, program));
    }
  }
}

/** As the program was called; the compiled entry's own name means nothing to users. */
function programName(path = ENTRY): string {
  const name = basename(path);
  return name === ENTRY ? "node-exporter-ts" : name;
}

/** `read`: reads the command line and its config files again. */
async function serve(
  options: Options,
  env: NodeJS.ProcessEnv,
  program: string,
  read: () => Promise<Parsed>,
): Promise<void> {
  nameProcess();
  startThreadPool();
  const prefix = journalPrefix(env);
  const services = createServices(options, prefix);
  const { log } = services;
  const end = new ProgramEnd(log);
  const manager = new ServiceManager(env, log);
  const reloader = new Reloader(options, read, { ...services, manager });
  announce(options, log);
  try {
    const exporter = await startExporter(options, services, () => reloader.request());
    end.add(exporter);
    for (const collector of options.collectors.enabled) log("info", "enabled collector", { collector });
    const web = await openWeb(options.web, exporter.handler, services);
    end.add(web);
    for (const address of web.addresses) log("info", "listening", { address });
    // It is told first that the program ends.
    end.add(manager);
    manager.ready();
    reloader.serve(exporter);
    setLaterFlags("serving");
  } catch (error) {
    if (!(error instanceof StartError || error instanceof WebError)) throw error;
    fail(`${prefix("error")}${program}: error: ${withSourceOf(error.message, options.settings)}`);
    // Workers may still be starting.
    process.exit(1);
  }
}

/** Dashboards and alerts about CPUs need these where CPUs are shown in groups. */
const GROUP_RULES = "deploy/monitoring/cpu-groups.rules.yml";

function announce(options: Options, log: Log): void {
  const { version, revision, nodeVersion } = buildInfo();
  log("info", "starting node-exporter-ts", { version, revision: revision || "unknown", node: nodeVersion });
  if (process.getuid?.() === 0) {
    log("warn", "running as root, which is not needed: run as an unprivileged user");
  }
  const { group } = options.cpu;
  if (group !== "none")
    log("info", "CPUs are shown in groups; recording rules for dashboards", { group, rules: GROUP_RULES });
  for (const { collector, reason } of options.deprecated) {
    log("warn", "deprecated collector", { collector, reason });
  }
}

/** A reader that has seen enough (`| head`) is no reason for a message. */
function unwritten(error: Error, program: string): void {
  process.exitCode = 1;
  if (errnoOf(error) !== "EPIPE") fail(`${program}: error: standard output: ${error.message}`);
}

function fail(message: string): void {
  process.stderr.write(`${visible(message)}\n`);
  process.exitCode = 1;
}
