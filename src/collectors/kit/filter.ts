import { RE2JS } from "re2js";
import { ConfigurationError, messageOf } from "./errors.ts";

/** Whether a name matches; verdicts are remembered. */
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

function compile(flag: string, pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new ConfigurationError(`--${flag}: bad regular expression ${JSON.stringify(pattern)}: ${messageOf(error)}`);
  }
}
