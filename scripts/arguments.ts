import { parseArgs } from "node:util";

/** Options of a command by name, each with its default, which also is its kind: a switch, a number of at least 0, or a text. */
export type Defaults = Readonly<Record<string, boolean | number | string>>;

/** What a command is called with. */
export interface Command<T extends Defaults> {
  /** How it is called, such as `npm run fuzz --`. */
  readonly call: string;
  /** What it does, in a few words. */
  readonly summary: string;
  readonly options: T;
  /** What its other arguments are, such as `COLLECTOR`; there are none by default. */
  readonly others?: string;
}

export interface Arguments<T extends Defaults> {
  readonly values: { readonly [Name in keyof T]: Widened<T[Name]> };
  readonly others: readonly string[];
}

type Widened<T> = T extends boolean ? boolean : T extends number ? number : string;

/** Something is wrong with the arguments; the message fits on a line. */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
}

/**
 * The arguments of this process. For `--help` prints one line and exits with status 0; for anything that the command does
 * not know, prints one line on stderr and exits with status 2.
 */
export function readArguments<const T extends Defaults>(command: Command<T>): Arguments<T> {
  const words = process.argv.slice(2);
  if (words.includes("--help")) {
    console.log(usage(command));
    process.exit(0);
  }
  try {
    return parseArguments(command, words);
  } catch (error) {
    return refuse(command.call, error);
  }
}

/** Prints what is wrong with the arguments and exits with status 2; throws any other error. */
export function refuse(call: string, error: unknown): never {
  if (!(error instanceof ArgumentError)) throw error;
  console.error(`${call} ${error.message}; try --help`);
  process.exit(2);
}

/** The line that `--help` prints. */
export function usage({ call, summary, options, others }: Command<Defaults>): string {
  const words = Object.entries(options).map(([name, value]) => `[--${name}${valueOf(value)}]`);
  if (others !== undefined) words.push(`[${others}…]`);
  return `${[call, ...words].join(" ")}: ${summary}`;
}

function valueOf(value: Defaults[string]): string {
  if (typeof value === "boolean") return "";
  return value === "" ? "=TEXT" : `=${value}`;
}

/** Reads these words; throws ArgumentError. */
export function parseArguments<const T extends Defaults>(
  { options, others }: Command<T>,
  words: readonly string[],
): Arguments<T> {
  const given = parsed(words, options, others !== undefined);
  const values = Object.entries(options).map(([name, value]) => [name, checked(name, value, given.values[name])]);
  return { values: Object.fromEntries(values) as Arguments<T>["values"], others: given.positionals };
}

function parsed(words: readonly string[], options: Defaults, allowPositionals: boolean) {
  const kinds = Object.entries(options).map(([name, value]) => {
    const type: "boolean" | "string" = typeof value === "boolean" ? "boolean" : "string";
    return [name, { type }] as const;
  });
  try {
    return parseArgs({ args: [...words], options: Object.fromEntries(kinds), allowPositionals });
  } catch (error) {
    // Advice for programmers follows the first sentence.
    const [reason = ""] = error instanceof Error ? error.message.split(/[.\n] ?/) : [];
    throw new ArgumentError(`does not understand this: ${reason}`);
  }
}

function checked(name: string, byDefault: Defaults[string], given: unknown): Defaults[string] {
  if (given === undefined) return byDefault;
  if (typeof byDefault !== "number") return given as string | boolean;
  const value = Number(given);
  if (given !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new ArgumentError(`--${name}: ${JSON.stringify(given)} is not a number`);
}
