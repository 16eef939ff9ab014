import { parseDuration } from "./duration.ts";
import type { Flag, FlagValue } from "./flag.ts";
import type { Occurrence } from "./occurrences.ts";
import { UsageError } from "./usage-error.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value comes from; a later one wins. */
type Origin = "default" | "environment" | "file" | "flag";

/** What a flag is set to, and by what. */
export interface Setting {
  readonly value: FlagValue;
  readonly origin: Origin;
  /** The name of the environment variable that sets it. */
  readonly variable?: string;
  /** Of a value from a config file. */
  readonly place?: Place;
}

/** Where a config file sets a flag. */
interface Place {
  /** File, line and column: `exporter.yml:3:5`. */
  readonly position: string;
  /** As the file writes it, maps joined by dots. */
  readonly key: string;
}

/** What is wrong with a setting: of one from a config file, with its place there. */
export function problemAt({ place }: Setting, problem: string): string {
  return place === undefined ? problem : `${place.position}: ${place.key}: ${problem}`;
}

/** A problem with a flag (`--flag: …`) as one with what sets it: an environment variable or a place in a config file. */
export function withSource(message: string, flag: string, setting: Setting): string {
  const { place, variable } = setting;
  if (place !== undefined) return problemAt(setting, message.replace(`--${flag}: `, ""));
  return variable === undefined ? message : message.replace(`--${flag}`, variableOf(flag, variable));
}

/** The same of a message that begins with a flag, or with the name of a collector and a flag. */
export function withSourceOf(message: string, settings: FlagValues): string {
  const [, collector = "", problem = "", flag = ""] = /^(collector \S+: )?(--([^ :=]+): .*)$/s.exec(message) ?? [];
  const setting = settings.all.get(flag);
  return setting === undefined ? message : collector + withSource(problem, flag, setting);
}

/** How a message names the environment variable that sets a flag. */
function variableOf(flag: string, variable: string): string {
  return `environment variable ${variable} for --${flag}`;
}

/** What config files set, by flag. */
export type FileSettings = ReadonlyMap<string, Setting>;

/** The setting of every flag. */
export class FlagValues {
  private readonly settings: ReadonlyMap<string, Setting>;

  constructor(settings: ReadonlyMap<string, Setting>) {
    this.settings = settings;
  }

  get(name: string): Setting {
    const setting = this.settings.get(name);
    if (setting === undefined) throw new Error(`no flag is called ${name}`);
    return setting;
  }

  /** The settings of all flags, by name, in the order of --help. */
  get all(): ReadonlyMap<string, Setting> {
    return this.settings;
  }

  /** Whether the user set the flag, be it to its default, other than by the environment. */
  isGiven(name: string): boolean {
    const { origin } = this.get(name);
    return origin === "flag" || origin === "file";
  }
}

/**
 * The setting of every flag, by the command line, config files (`file`), the environment and defaults, in this order.
 * Throws UsageError for a bad value and for a flag that may not be repeated.
 */
export function resolveValues(
  flags: readonly Flag[],
  occurrences: readonly Occurrence[],
  env: Environment,
  file: FileSettings = new Map(),
): FlagValues {
  const texts = textsByFlag(occurrences);
  const given = flags.flatMap((flag): [string, Setting][] => {
    const own = texts.get(flag.name);
    return own === undefined ? [] : [[flag.name, { value: flagValue(flag, own), origin: "flag" }]];
  });
  const settings = overlay(file, new Map(given), flags);
  return new FlagValues(new Map(flags.map((flag) => [flag.name, settings.get(flag.name) ?? unset(flag, env)])));
}

const DISABLE_DEFAULTS = "collector.disable-defaults";

/**
 * What is set by two layers of which `upper` wins. A flag displaces those of the lower layer that it cannot be combined
 * with, and where only collectors are to run that are enabled by name, names of the lower layer do not count.
 */
export function overlay(lower: FileSettings, upper: FileSettings, flags: readonly Flag[]): FileSettings {
  if (lower.size === 0) return upper;
  const displaced = new Set(
    flags.flatMap((flag) => (upper.has(flag.name) && flag.type === "string" ? (flag.displaces ?? []) : [])),
  );
  const onlyNamed = upper.get(DISABLE_DEFAULTS)?.value === true;
  const switches = new Set(flags.flatMap(({ name, switches }) => (switches === undefined ? [] : [name])));
  const kept = [...lower].filter(
    ([name, { value }]) => !displaced.has(name) && !(onlyNamed && value === true && switches.has(name)),
  );
  return new Map([...kept, ...upper]);
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

function unset(flag: Flag, env: Environment): Setting {
  // An empty variable counts as none.
  const text = flag.env === undefined ? "" : (env[flag.env] ?? "");
  if (flag.env === undefined || text === "" || flag.type === "strings")
    return { value: defaultValue(flag), origin: "default" };
  const { name, env: variable } = flag;
  return { value: parseValue(flag, text, variableOf(name, variable)), origin: "environment", variable };
}

function flagValue(flag: Flag, texts: readonly string[]): FlagValue {
  return flag.type === "strings" ? texts : parseValue(flag, texts[0] ?? "", `--${flag.name}`);
}

function defaultValue(flag: Flag): FlagValue {
  return flag.type === "duration" ? parseValue(flag, flag.default, `--${flag.name}`) : flag.default;
}

/** What a flag's text means; `source` begins the message of the UsageError for a bad one. */
export function parseValue(flag: Exclude<Flag, { type: "strings" }>, text: string, source: string): FlagValue {
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
