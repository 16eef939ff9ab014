import { RE2JS } from "re2js";
import { ConfigurationError, messageOf } from "./errors.ts";

/** Tells whether a name matches; verdicts are remembered. */
export type NameTest = (name: string) => boolean;

const MAX_REMEMBERED = 100_000;

/** Compiles an unanchored RE2 pattern; a bad one is a ConfigurationError that names the flag. */
export function compilePattern(flag: string, pattern: string): NameTest {
  const compiled = compile(flag, pattern);
  const verdicts = new Map<string, boolean>();
  return (name) => {
    let verdict = verdicts.get(name);
    if (verdict === undefined) {
      verdict = compiled.matcher(name).find();
      if (verdicts.size >= MAX_REMEMBERED) verdicts.clear();
      verdicts.set(name, verdict);
    }
    return verdict;
  };
}

/**
 * The device filter that most collectors share: a name is ignored when it matches the exclude pattern
 * or does not match the include pattern; an empty pattern is not applied.
 */
export function ignoredBy(exclude: NamedPattern, include: NamedPattern): NameTest {
  const excluded = exclude.pattern === "" ? undefined : compilePattern(exclude.flag, exclude.pattern);
  const included = include.pattern === "" ? undefined : compilePattern(include.flag, include.pattern);
  return (name) => (excluded !== undefined && excluded(name)) || (included !== undefined && !included(name));
}

/** A pattern and the flag it came from, for error messages. */
export interface NamedPattern {
  readonly flag: string;
  readonly pattern: string;
}

function compile(flag: string, pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new ConfigurationError(`--${flag}: bad regular expression ${JSON.stringify(pattern)}: ${messageOf(error)}`);
  }
}
