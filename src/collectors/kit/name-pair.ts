import type { FlagSpec, LogLevel } from "./define.ts";
import { ConfigurationError } from "./errors.ts";
import { compilePattern, type NameTest } from "./filter.ts";

/** One flag of a pair. */
interface NameFlag {
  readonly flag: string;
  /** Pattern without the flag; "" when left out. */
  readonly default?: string;
  /** Name by which older versions knew the flag: hidden, still understood, warned of. */
  readonly old?: string;
}

/** Flags that say by regular expressions which names a collector shows; either may be left out. */
export interface NamePairSpec {
  /** What has the names, in the plural, for --help. */
  readonly what: string;
  readonly include?: NameFlag;
  readonly exclude?: NameFlag;
  /** Only one of the two may be used; an include pattern then takes the place of the default exclude pattern. */
  readonly isExclusive?: true;
  /** A pattern has to match the whole name. */
  readonly isWhole?: true;
  /** An empty pattern matches every name instead of being none, as in flags called `ignored-…`. */
  readonly isAppliedEmpty?: true;
}

/** The flags of a pair, to be spread into a definition's `flags`, and what they mean together. */
interface NamePair<N extends string = string> {
  readonly flags: Readonly<Record<N, PatternFlag>>;
  /**
   * The test for names that are left out: those that match the exclude pattern or do not match the include pattern.
   * Throws a ConfigurationError for a bad pattern and for flags that exclude each other.
   */
  ignored(context: PairContext<N>): NameTest;
}

type PatternFlag = Extract<FlagSpec, { readonly type: "string" }>;

/** The part of a collector's context that is needed here. */
interface PairContext<N extends string> {
  readonly flags: Readonly<Record<N, string>>;
  given(flag: N): boolean;
  log(level: LogLevel, message: string): void;
}

type NamesOf<S extends NamePairSpec> = FlagNames<S["include"]> | FlagNames<S["exclude"]>;
type FlagNames<F> = F extends NameFlag
  ? F["flag"] | (F extends { readonly old: infer O extends string } ? O : never)
  : never;

/** What nothing is left out by. */
export const ignoresNothing: NameTest = () => false;

export function namePair<const S extends NamePairSpec>(spec: S): NamePair<NamesOf<S>> {
  return {
    // The entries have been made from the names that the type lists.
    flags: Object.fromEntries(flagEntries(spec)) as NamePair<NamesOf<S>>["flags"],
    ignored: (context) => ignoredBy(spec, context),
  };
}

function flagEntries({ what, include, exclude, isExclusive, isWhole }: NamePairSpec): [string, PatternFlag][] {
  const help = (verb: string, other: NameFlag | undefined): string => {
    const condition = isWhole === true ? "; it has to match the whole name" : "";
    const rule = isExclusive !== true || other === undefined ? "" : ` Cannot be combined with --${other.flag}.`;
    return `Regular expression of ${what} to ${verb}${condition}.${rule}`;
  };
  const others = (part: NameFlag | undefined): readonly string[] => (isExclusive === true ? namesOf(part) : []);
  return [
    ...entries(include, help("show", exclude), others(exclude)),
    ...entries(exclude, help("leave out", include), others(include)),
  ];
}

/** `others`: flags that cannot be used beside these. */
function entries(part: NameFlag | undefined, help: string, others: readonly string[]): [string, PatternFlag][] {
  if (part === undefined) return [];
  const { flag, default: preset = "", old } = part;
  const displaces = (name: string): Pick<PatternFlag, "displaces"> => {
    const names = [...namesOf(part), ...others].filter((other) => other !== name);
    return names.length === 0 ? {} : { displaces: names };
  };
  const current: [string, PatternFlag] = [
    flag,
    { type: "string", default: preset, help, isPattern: true, ...displaces(flag) },
  ];
  if (old === undefined) return [current];
  const renamed = { help: `Old name of --${flag}.`, hidden: true, isPattern: true, newName: flag } as const;
  return [current, [old, { type: "string", default: "", ...renamed, ...displaces(old) }]];
}

function namesOf(part: NameFlag | undefined): readonly string[] {
  if (part === undefined) return [];
  return part.old === undefined ? [part.flag] : [part.flag, part.old];
}

/** A pattern, the flag it came from, and whether the user chose it in a way that an include pattern cannot replace. */
interface Choice {
  readonly flag: string;
  readonly pattern: string;
  readonly isChosen: boolean;
  /** Whether it is the flag's default. */
  readonly isPreset: boolean;
}

function ignoredBy(spec: NamePairSpec, context: PairContext<string>): NameTest {
  const include = choose(spec.include, context);
  const exclude = choose(spec.exclude, context);
  const areBothSet = include.pattern !== "" && exclude.pattern !== "";
  const isReplaced = spec.isExclusive === true && areBothSet;
  if (isReplaced && exclude.isChosen) throw conflict(exclude.flag, include.flag);
  const included = compile(spec, include);
  const excluded = isReplaced ? undefined : compile(spec, exclude);
  if (included === undefined) return excluded ?? ignoresNothing;
  if (excluded === undefined) return (name) => !included(name);
  return (name) => excluded(name) || !included(name);
}

/**
 * The pattern of a flag or of its older name. A flag without a default counts as used when it has a pattern, one with
 * a default when it was given; both names at once are an error.
 */
function choose(part: NameFlag | undefined, context: PairContext<string>): Choice {
  if (part === undefined) return NO_FLAG;
  const { flag, default: preset = "", old } = part;
  const pattern = context.flags[flag] ?? "";
  const isChosen = preset === "" ? pattern !== "" : context.given(flag);
  const oldPattern = old === undefined ? "" : (context.flags[old] ?? "");
  if (old === undefined || oldPattern === "") return { flag, pattern, isChosen, isPreset: pattern === preset };
  if (isChosen) throw conflict(old, flag);
  context.log("warn", `--${old} is deprecated, use --${flag}`);
  return { flag: old, pattern: oldPattern, isChosen: preset === "", isPreset: false };
}

const NO_FLAG: Choice = { flag: "", pattern: "", isChosen: false, isPreset: true };

function compile(spec: NamePairSpec, { flag, pattern, isPreset }: Choice): NameTest | undefined {
  if (flag === "" || (pattern === "" && spec.isWhole !== true && spec.isAppliedEmpty !== true)) return undefined;
  return compilePattern(flag, spec.isWhole === true ? `^(?:${pattern})$` : pattern, isPreset);
}

function conflict(one: string, other: string): ConfigurationError {
  return new ConfigurationError(`--${one} and --${other} are mutually exclusive`);
}
