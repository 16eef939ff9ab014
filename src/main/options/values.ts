import { parseDuration } from "./duration.ts";
import type { Flag, FlagValue } from "./flag.ts";
import type { Occurrence } from "./occurrences.ts";
import { UsageError } from "./usage-error.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of every flag: from the command line, else the environment, else the default. */
export class FlagValues {
  private readonly values: ReadonlyMap<string, FlagValue>;
  /** Flags that were on the command line. */
  readonly given: ReadonlySet<string>;

  constructor(values: ReadonlyMap<string, FlagValue>, given: ReadonlySet<string>) {
    this.values = values;
    this.given = given;
  }

  get(name: string): FlagValue {
    const value = this.values.get(name);
    if (value === undefined) throw new Error(`no flag is called ${name}`);
    return value;
  }

  text(name: string): string {
    return String(this.get(name));
  }

  number(name: string): number {
    return Number(this.get(name));
  }

  switch(name: string): boolean {
    return this.get(name) === true;
  }

  list(name: string): readonly string[] {
    const value = this.get(name);
    return Array.isArray(value) ? value : [String(value)];
  }
}

/** Throws UsageError for a bad value and for a flag that may not be repeated. */
export function resolveValues(
  flags: readonly Flag[],
  occurrences: readonly Occurrence[],
  env: Environment,
): FlagValues {
  const texts = textsByFlag(occurrences);
  const values = flags.map((flag) => [flag.name, resolve(flag, texts.get(flag.name), env)] as const);
  return new FlagValues(new Map(values), new Set(texts.keys()));
}

function textsByFlag(occurrences: readonly Occurrence[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const { flag, text } of occurrences) {
    const earlier = texts.get(flag.name);
    if (earlier === undefined) texts.set(flag.name, [text]);
    else if (flag.type === "strings") earlier.push(text);
    else throw new UsageError(`flag '${flag.name}' cannot be repeated`);
  }
  return texts;
}

function resolve(flag: Flag, texts: readonly string[] | undefined, env: Environment): FlagValue {
  if (flag.type === "strings") return texts ?? flag.default;
  const [text] = texts ?? [];
  if (text !== undefined) return parseValue(flag, text, `--${flag.name}`);
  // An empty variable counts as none.
  const variable = flag.env === undefined ? "" : (env[flag.env] ?? "");
  if (variable !== "") return parseValue(flag, variable, `environment variable ${flag.env} for --${flag.name}`);
  return flag.type === "duration" ? parseValue(flag, flag.default, `--${flag.name}`) : flag.default;
}

function parseValue(flag: Exclude<Flag, { type: "strings" }>, text: string, source: string): FlagValue {
  if (flag.type === "bool") return text === "true";
  if (flag.type === "int") return integer(text, source);
  if (flag.type === "duration") return duration(text, source);
  return flag.choices === undefined ? text : choice(flag, flag.choices, text, source);
}

/** Numbers may be written as floats (`1e2`, `40.9`); the fraction is cut off. */
function integer(text: string, source: string): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Math.trunc(Number(text)) : Number.NaN;
  if (Number.isNaN(value)) throw new UsageError(`${source}: "${text}" is not a number`);
  if (!Number.isSafeInteger(value)) throw new UsageError(`${source}: "${text}" is out of range`);
  return value === 0 ? 0 : value;
}

function duration(text: string, source: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) throw new UsageError(`${source}: "${text}" is not a duration such as 500ms, 5s or 1m30s`);
  if (!Number.isFinite(seconds)) throw new UsageError(`${source}: "${text}" is out of range`);
  return seconds;
}

function choice(flag: Flag, choices: readonly string[], text: string, source: string): string {
  const wanted = flag.ignoreCase === true ? text.toLowerCase() : text;
  if (!choices.includes(wanted)) throw new UsageError(`${source}: must be one of ${choices.join(", ")}, not "${text}"`);
  return wanted;
}
