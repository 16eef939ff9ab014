import { compareBytewise } from "../../collectors/exposition/order.ts";

/** What a pattern needs of the tree. */
export interface Lister {
  /** Sorted names in a directory; empty when it cannot be listed. */
  names(relative: string): readonly string[];
  exists(relative: string): boolean;
}

/** Paths below the tree that match `pattern` (`*`, `?`, `[…]` within a segment), sorted bytewise. */
export function glob(pattern: string, lister: Lister): string[] {
  let found = [""];
  for (const segment of pattern.split("/")) {
    const test = segmentTest(segment);
    found = found.flatMap((parent) => {
      const base = parent === "" ? "" : `${parent}/`;
      if (test === undefined) return [`${base}${segment}`];
      return lister
        .names(parent)
        .filter(test)
        .map((name) => `${base}${name}`);
    });
  }
  if (found.length === 0) return found;
  // What was just listed is there.
  const listed = segmentTest(pattern.slice(pattern.lastIndexOf("/") + 1)) !== undefined;
  return (listed ? found : found.filter((path) => lister.exists(path))).toSorted(compareBytewise);
}

const tests = new Map<string, ((name: string) => boolean) | undefined>();

/** Undefined when the segment has no wildcard. */
function segmentTest(segment: string): ((name: string) => boolean) | undefined {
  if (!tests.has(segment)) tests.set(segment, compileSegment(segment));
  return tests.get(segment);
}

function compileSegment(segment: string): ((name: string) => boolean) | undefined {
  if (!/[*?[]/.test(segment)) return undefined;
  const source = segment.replace(/\[[^\]]*\]|[*?]|[.+^${}()|\\\]]/g, (part) => {
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    return part.startsWith("[") && part.length > 1 ? part : `\\${part}`;
  });
  const pattern = new RegExp(`^${source}$`);
  return (name) => pattern.test(name);
}
