import { readdirSync } from "node:fs";
import { compareBytewise } from "../text-format/order.ts";

/**
 * Paths that match a pattern as Go's filepath.Glob has it (`*`, `?`, `[a-z]`, `[^a]`, `\` before a character that is
 * meant as it is), sorted. A pattern that matches nothing or is none stands for itself, whether or not it can be reached:
 * as in Go, errors of the file system mean no match.
 */
export function expandGlob(pattern: string): readonly string[] {
  if (!hasWildcard(pattern)) return [pattern];
  const found = match(pattern);
  return found.length > 0 ? found.toSorted(compareBytewise) : [pattern];
}

function match(pattern: string): readonly string[] {
  const slash = pattern.lastIndexOf("/");
  const test = segmentTest(pattern.slice(slash + 1));
  if (test === undefined) return [];
  const directory = slash < 0 ? "." : pattern.slice(0, slash) || "/";
  const directories = hasWildcard(directory) ? match(directory) : [directory];
  return directories.flatMap((path) =>
    namesIn(path)
      .filter(test)
      .map((name) => join(slash < 0 ? "" : path, name)),
  );
}

function hasWildcard(text: string): boolean {
  return /[*?[\\]/.test(text);
}

function join(directory: string, name: string): string {
  return directory === "" || directory.endsWith("/") ? directory + name : `${directory}/${name}`;
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // A pattern has no errors: what cannot be listed has no matches.
    return [];
  }
}

const ALL = "[^]";

/** Undefined for a segment that is no pattern. */
function segmentTest(segment: string): ((name: string) => boolean) | undefined {
  let source = "";
  let rest = segment;
  while (rest !== "") {
    const token = /^(?:(\*)|(\?)|\[(\^?)((?:\\[^]|[^\]\\])+)\]|\\([^])|([^[\\*?]))/u.exec(rest);
    if (token === null) return undefined;
    const [whole, star, question, negated, set, escaped, plain] = token;
    if (star !== undefined) source += `${ALL}*`;
    else if (question !== undefined) source += ALL;
    else if (set !== undefined) source += `[${negated}${set.replaceAll(/\\([^])|([[\]^&~|])/g, quoteInSet)}]`;
    else source += quote(escaped ?? plain ?? "");
    rest = rest.slice(whole.length);
  }
  try {
    const pattern = new RegExp(`^${source}$`, "u");
    return (name) => pattern.test(name);
  } catch {
    // Such as a range from z to a.
    return undefined;
  }
}

function quoteInSet(_: string, escaped: string | undefined, plain: string | undefined): string {
  const character = escaped ?? plain ?? "";
  return /[\w\s]|[^\0-\x7f]/u.test(character) ? character : `\\${character}`;
}

function quote(character: string): string {
  return /[.+^${}()|[\]\\*?/]/.test(character) ? `\\${character}` : character;
}
