import { createServer } from "node:http";
import { basename } from "node:path";
import { startExporter, StartError } from "./exporter.ts";
import { createLogger } from "./log/logger.ts";
import { parseArguments } from "./options/parse.ts";
import type { Options } from "./options/options.ts";

/** The program, from its arguments to its end. */
export async function run(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const program = basename(argv[1] ?? "node-exporter-ts");
  const parsed = await parseArguments(argv.slice(2), env, program);
  if (parsed.kind === "print") process.stdout.write(parsed.text);
  else if (parsed.kind === "error") fail(parsed.message);
  else if (parsed.kind === "run") await serve(parsed.options, program);
}

async function serve(options: Options, program: string): Promise<void> {
  const logger = createLogger(options.log, process.stderr);
  try {
    const exporter = await startExporter(options, 4096, logger);
    createServer(exporter.handler).listen(Number(process.env["PORT"] ?? 9100));
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    fail(`${program}: error: ${error.message}`);
    process.exit(1);
  }
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
