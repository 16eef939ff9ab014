import type * as Re2js from "re2js";
import { ConfigurationError, messageOf } from "./errors.ts";
import { loadPackage } from "./load-package.ts";

/** Whether a name matches; verdicts are remembered. */
export type NameTest = (name: string) => boolean;

const MAX_REMEMBERED = 100_000;

/**
 * Compiles an unanchored RE2 pattern; a bad one is a ConfigurationError that names the flag. `isOurs`: it is the default
 * of its flag.
 */
export function compilePattern(flag: string, pattern: string, isOurs: boolean): NameTest {
  const matches = isOurs ? ours(pattern) : theirs(flag, pattern);
  const verdicts = new Map<string, boolean>();
  return (name) => {
    let verdict = verdicts.get(name);
    if (verdict === undefined) {
      verdict = matches(name);
      if (verdicts.size >= MAX_REMEMBERED) verdicts.clear();
      verdicts.set(name, verdict);
    }
    return verdict;
  };
}

/** No name takes V8's own engine long with patterns of ours; a second one would make the start a tenth longer. */
function ours(pattern: string): NameTest {
  // A dot leaves out more ends of lines than it does in RE2.
  const text = pattern.replaceAll(/\\.|\[[^\]]*\]|\./g, (token) => (token === "." ? String.raw`[^\n]` : token));
  const compiled = new RegExp(text);
  return (name) => compiled.test(name);
}

/** With patterns of users the time is bounded by the lengths of pattern and name. */
function theirs(flag: string, pattern: string): NameTest {
  const { RE2JS } = loadPackage("re2js") as typeof Re2js;
  try {
    const compiled = RE2JS.compile(pattern);
    return (name) => compiled.matcher(name).find();
  } catch (error) {
    throw new ConfigurationError(`--${flag}: bad regular expression ${JSON.stringify(pattern)}: ${messageOf(error)}`);
  }
}
