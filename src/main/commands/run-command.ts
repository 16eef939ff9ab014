import yargs, { type Argv } from "yargs";
import { visible } from "../log/visible.ts";
import { UsageError } from "../options/usage-error.ts";
import type { Command, CommandContext, CommandProgram } from "./command.ts";

/** Exit status for a command line that cannot be followed. */
const TROUBLE = 2;

/** Runs a command by the arguments after its name; resolves to the exit status. Explains it where that is asked for. */
export async function runCommand(
  command: Command,
  argv: readonly string[],
  { env, program }: Pick<CommandContext, "env" | "program">,
): Promise<number> {
  const loaded = await command.load();
  try {
    const { help, options } = await read(parserOf(command, loaded, program), argv);
    if (help === "") return await loaded.run(options, { words: options._.map(String), env, program });
    process.stdout.write(`${help}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${visible(`${program}: error: ${error.message}`)}\n`);
    return TROUBLE;
  }
}

/** What could take the place of the last of the words after the command's name. */
interface Completion {
  readonly offered: readonly string[];
  /** The exporter's flags may come here, too. */
  readonly passesOptions: boolean;
}

export async function completeCommand(command: Command, words: readonly string[]): Promise<Completion> {
  const last = words.at(-1) ?? "";
  const loaded = await command.load();
  const { passesOptions } = loaded;
  if (!last.startsWith("-")) return { offered: [], passesOptions };
  const offered = await parserOf(command, loaded, "program").getCompletion(["program", ...words.slice(0, -1), "-"]);
  return { offered: offered.filter((word) => word.startsWith(last)), passesOptions };
}

function parserOf({ name, usage, summary }: Command, loaded: CommandProgram, program: string): Argv {
  return yargs()
    .scriptName(program)
    .usage(`${summary}\n\nusage: $0 ${name} ${usage}\n\n${loaded.description}`)
    .options(loaded.options)
    .help()
    .alias("help", "h")
    .version(false)
    .locale("en")
    .strictOptions(!loaded.passesOptions)
    .exitProcess(false)
    .parserConfiguration({
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
      // The last one counts.
      "duplicate-arguments-array": false,
      "parse-positional-numbers": false,
      "unknown-options-as-args": loaded.passesOptions,
    });
}

type Read = { readonly help: string; readonly options: Awaited<Argv["argv"]> };

async function read(parser: Argv, argv: readonly string[]): Promise<Read> {
  return new Promise((resolve, reject) => {
    // With a callback yargs prints nothing itself.
    void parser.parse(argv, {}, (error, options, output) => {
      if (error === undefined || error === null) resolve({ help: output, options });
      else reject(new UsageError(error.message));
    });
  });
}
