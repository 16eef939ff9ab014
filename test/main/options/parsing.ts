import { parseArguments, type Parsed } from "../../../src/main/options/parse.ts";
import type { Options } from "../../../src/main/options/options.ts";
import { collectors } from "./collectors.ts";

/** Parses a command line of `prog`, which has the collectors of collectors.ts. */
export function parse(argv: readonly string[], env: Record<string, string> = {}): Promise<Parsed> {
  return parseArguments(argv, env, "prog", collectors);
}

/** The options of a command line that starts the exporter. */
export async function run(argv: readonly string[], env: Record<string, string> = {}): Promise<Options> {
  const parsed = await parse(argv, env);
  if (parsed.kind !== "run") throw new Error(`not run: ${JSON.stringify(parsed)}`);
  return parsed.options;
}

/** The message for a command line that is refused. */
export async function error(argv: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const parsed = await parse(argv, env);
  if (parsed.kind !== "error") throw new Error(`no error: ${JSON.stringify(parsed)}`);
  const [, message] = /^prog: error: (.*), try --help$/.exec(parsed.message) ?? [];
  return message ?? `badly formed: ${parsed.message}`;
}

/** The value of the flag `collector.NAME`. */
export async function flag(name: string, argv: readonly string[], env: Record<string, string> = {}): Promise<unknown> {
  return (await run(argv, env)).collectors.flags[`collector.${name}`];
}
