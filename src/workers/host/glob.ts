import { compareBytewise } from "../../collectors/text-format/order.ts";

/** The part of a tree that a pattern needs. */
export interface Lister {
  /**
   * Sorted names in a directory; empty when it cannot be listed. The same array as last time means that nothing changed;
   * another array means nothing.
   */
  names(relative: string): readonly string[];
  exists(relative: string): boolean;
}

const ROOT: readonly string[] = [""];

/** A pattern with `*`, `?`, `[…]` in any segment. Its matches are kept as long as the directories do not change. */
export class Glob {
  private readonly levels: readonly Level[];
  /** The part after the last wildcard, whose existence has to be checked; empty when the pattern ends with a wildcard. */
  private readonly rest: string;
  private found: readonly string[] | undefined;
  private paths: readonly string[] = [];

  constructor(pattern: string) {
    const levels: Level[] = [];
    let literal = "";
    for (const segment of pattern.split("/")) {
      const test = compileSegment(segment);
      if (test !== undefined) levels.push(new Level(literal, test));
      literal = test === undefined ? join(literal, segment) : "";
    }
    this.levels = levels;
    this.rest = literal;
  }

  /** Paths below the tree that match, sorted bytewise. */
  find(lister: Lister): readonly string[] {
    let found = ROOT;
    for (const level of this.levels) found = level.expand(found, lister);
    if (found !== this.found) {
      this.found = found;
      this.paths = found.map((parent) => join(parent, this.rest)).toSorted(compareBytewise);
    }
    const { paths } = this;
    if (this.rest === "" || paths.length === 0) return paths;
    return paths.filter((path) => lister.exists(path));
  }
}

/** One segment with wildcards, and the plain ones before it. */
class Level {
  private readonly literal: string;
  private readonly test: (name: string) => boolean;
  private parents: readonly string[] | undefined;
  /** Directories to look in, one for every parent, and their names. */
  private directories: readonly string[] = [];
  private listed: (readonly string[])[] = [];
  private found: readonly string[] = [];

  constructor(literal: string, test: (name: string) => boolean) {
    this.literal = literal;
    this.test = test;
  }

  /** Matches below these paths; the same array as last time when neither the paths nor their directories changed. */
  expand(parents: readonly string[], lister: Lister): readonly string[] {
    let isSame = parents === this.parents;
    if (!isSame) this.startBelow(parents);
    const { directories, listed } = this;
    for (let i = 0; i < directories.length; i++) {
      const names = lister.names(directories[i] ?? "");
      if (names === listed[i]) continue;
      listed[i] = names;
      isSame = false;
    }
    if (!isSame) this.found = this.matches();
    return this.found;
  }

  private startBelow(parents: readonly string[]): void {
    this.parents = parents;
    this.directories = parents.map((parent) => join(parent, this.literal));
    this.listed = [];
  }

  private matches(): readonly string[] {
    return this.directories.flatMap((directory, i) =>
      (this.listed[i] ?? []).filter(this.test).map((name) => join(directory, name)),
    );
  }
}

function join(folder: string, name: string): string {
  return folder === "" || name === "" ? folder + name : `${folder}/${name}`;
}

/** Undefined when the segment has no wildcard. */
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
