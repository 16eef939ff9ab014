import type { LogLevel } from "./define.ts";
import { ConfigurationError } from "./errors.ts";
import { ignoredBy, type NamedPattern, type NameTest } from "./filter.ts";

/** The flags of one filter, each with its older name. */
export interface ExclusiveFilter<F extends string> {
  readonly include: F;
  readonly oldInclude: F;
  readonly exclude: F;
  readonly oldExclude: F;
}

/** The part of a collector's context that is needed here. */
interface FlagContext<F extends string> {
  readonly flags: Readonly<Record<F, string>>;
  log(level: LogLevel, message: string): void;
}

/** The test for ignored names where either an include or an exclude pattern may be set, but not both. */
export function exclusiveFilter<F extends string>(context: FlagContext<F>, filter: ExclusiveFilter<F>): NameTest {
  const include = current(context, filter.include, filter.oldInclude);
  const exclude = current(context, filter.exclude, filter.oldExclude);
  if (include.pattern !== "" && exclude.pattern !== "") throw conflict(exclude.flag, include.flag);
  return ignoredBy(exclude, include);
}

/** The pattern of a flag or of its older name; both at once are an error. */
function current<F extends string>(context: FlagContext<F>, flag: F, old: F): NamedPattern {
  const { flags } = context;
  if (flags[old] === "") return { flag, pattern: flags[flag] };
  if (flags[flag] !== "") throw conflict(old, flag);
  context.log("warn", `--${old} is deprecated, use --${flag}`);
  return { flag: old, pattern: flags[old] };
}

function conflict(one: string, other: string): ConfigurationError {
  return new ConfigurationError(`--${one} and --${other} are mutually exclusive`);
}
