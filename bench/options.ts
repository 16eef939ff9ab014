import { join } from "node:path";
import { parseArgs } from "node:util";

/** Where results are written by default. */
const RESULTS = join(import.meta.dirname, "results");

/** Options of every comparison. */
export interface Options {
  readonly seconds: number;
  readonly rounds: number;
  readonly warmUp: number;
  /** Path of the exporter to compare with, or `none`. */
  readonly peer: string | undefined;
  /** Compiled entry to measure instead of this checkout's. */
  readonly ours: string | undefined;
  /** Directory of the results. */
  readonly out: string;
  /** A number that is one command's own, by name. */
  number(name: string): number;
  /** A text that is one command's own, by name; empty where it is not given. */
  text(name: string): string;
}

export interface Defaults {
  readonly seconds: number;
  readonly rounds?: number;
  readonly warmUp?: number;
  /** The command's own options. */
  readonly own?: Readonly<Record<string, number | string>>;
}

/** Reads the command line; prints the options and exits for `--help`. */
export function readOptions(summary: string, defaults: Defaults): Options {
  const known: Record<string, number | string> = {
    seconds: defaults.seconds,
    rounds: defaults.rounds ?? 3,
    "warm-up": defaults.warmUp ?? 1,
    peer: "",
    ours: "",
    out: RESULTS,
    ...defaults.own,
  };
  const { values } = parseArgs({
    options: {
      help: { type: "boolean" },
      ...Object.fromEntries(Object.keys(known).map((name) => [name, { type: "string" as const }])),
    },
  });
  if (values["help"] === true) printHelp(summary, known);
  const text = (name: string): string => String(values[name as "help"] ?? known[name] ?? "");
  const number = (name: string): number => numberOf(name, text(name));
  return {
    seconds: number("seconds"),
    rounds: number("rounds"),
    warmUp: number("warm-up"),
    peer: text("peer") === "" ? undefined : text("peer"),
    ours: text("ours") === "" ? undefined : text("ours"),
    out: text("out"),
    number,
    text,
  };
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text !== "" && Number.isFinite(value) && value >= 0) return value;
  return fail(`--${name}: ${JSON.stringify(text)} is not a number`);
}

function printHelp(summary: string, known: Readonly<Record<string, number | string>>): never {
  console.log(summary);
  for (const [name, value] of Object.entries(known)) {
    console.log(
      `  --${name}=${typeof value === "number" ? "NUMBER" : "TEXT"}${value === "" ? "" : ` (default ${value})`}`,
    );
  }
  process.exit(0);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
