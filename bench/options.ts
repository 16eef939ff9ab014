import { join } from "node:path";
import { readArguments } from "../scripts/arguments.ts";

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

/** Reads the command line; prints the options and exits for `--help`. `name`: the command's script. */
export function readOptions(name: string, summary: string, defaults: Defaults): Options {
  const options: Record<string, number | string> = {
    seconds: defaults.seconds,
    rounds: defaults.rounds ?? 3,
    "warm-up": defaults.warmUp ?? 1,
    peer: "",
    ours: "",
    out: RESULTS,
    ...defaults.own,
  };
  const { values } = readArguments({ call: `npm run ${name} --`, summary, options });
  const text = (name: string): string => String(values[name] ?? "");
  const number = (name: string): number => Number(values[name]);
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
