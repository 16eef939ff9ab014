import type { LogLevel } from "./define.ts";
import { ConfigurationError } from "./errors.ts";
import { ignoredBy, type NameTest } from "./filter.ts";

/** The flags of one filter: what to leave out, its older name, and what to show. */
export interface AliasedFilter<F extends string> {
  readonly exclude: F;
  readonly old: F;
  readonly include: F;
}

/** The part of a collector's context that is needed here. */
interface FlagContext<F extends string> {
  readonly flags: Readonly<Record<F, string>>;
  given(flag: F): boolean;
  log(level: LogLevel, message: string): void;
}

/**
 * The test for ignored names. The old flag stands in for an exclude flag that was not given; an include flag takes the
 * place of any exclude pattern but one given under its own name, with which it cannot be combined.
 */
export function aliasedFilter<F extends string>(context: FlagContext<F>, filter: AliasedFilter<F>): NameTest {
  const { flags } = context;
  const { exclude, old, include } = filter;
  const given = context.given(exclude);
  if (flags[old] !== "") {
    if (given) throw exclusive(old, exclude);
    context.log("warn", `--${old} is deprecated, use --${exclude}`);
  }
  if (flags[include] !== "" && given && flags[exclude] !== "") throw exclusive(exclude, include);
  const source = given || flags[old] === "" ? exclude : old;
  const pattern = !given && flags[include] !== "" ? "" : flags[source];
  return ignoredBy({ flag: source, pattern }, { flag: include, pattern: flags[include] });
}

function exclusive(one: string, other: string): ConfigurationError {
  return new ConfigurationError(`--${one} and --${other} are mutually exclusive`);
}
