import type { InferredOptionTypes, Options } from "yargs";

/** A program of our own beside the exporter: what the table has of it. */
export interface Command {
  readonly name: string;
  /** What follows the name on the command line. */
  readonly usage: string;
  readonly summary: string;
  /** Loads the program: most runs need none. */
  readonly load: () => Promise<CommandProgram>;
}

/** What a command is run with, beside its own options. */
export interface CommandContext {
  /** The arguments that are no options of the command, in their order. */
  readonly words: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** As the user called it. */
  readonly program: string;
}

/** The part of a command that is loaded when it runs. */
export interface CommandProgram {
  /** Follows the summary in --help. */
  readonly description: string;
  readonly options: Readonly<Record<string, Options>>;
  /** Options that are not its own are words: they are meant for the exporter. */
  readonly passesOptions: boolean;
  /** Resolves to the exit status; throws UsageError for what is wrong with the command line. */
  readonly run: (options: Readonly<Record<string, unknown>>, context: CommandContext) => Promise<number>;
}

/** A program whose options arrive with their types. */
export function defineProgram<const O extends Readonly<Record<string, Options>>>(
  program: Omit<CommandProgram, "options" | "run"> & {
    readonly options: O;
    readonly run: (options: InferredOptionTypes<O>, context: CommandContext) => Promise<number>;
  },
): CommandProgram {
  // yargs has read them by this very table.
  return { ...program, run: (options, context) => program.run(options as InferredOptionTypes<O>, context) };
}
