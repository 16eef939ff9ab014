import type { Scrape } from "../kit/define.ts";
import type { ParsedFile, Tree } from "../kit/host.ts";
import type { Skip } from "../parsers/skip.ts";

/**
 * A file that several collectors need, read once a scrape: the kernel makes it again for every read, /proc/stat in
 * milliseconds on a large host.
 */
export class SharedFile<T> {
  private readonly file: ParsedFile<T>;
  private content: T | undefined;
  private scrape: Scrape | undefined;

  constructor(file: ParsedFile<T>) {
    this.file = file;
  }

  /** As `ParsedFile.readIf`, for a missing file. */
  readIf(scrape: Scrape): T | undefined {
    if (this.scrape === scrape) return this.content;
    // Not yet of this scrape where the parser throws: whoever comes next receives the error, too.
    this.scrape = undefined;
    this.content = this.file.readIf();
    this.scrape = scrape;
    return this.content;
  }

  /** As `ParsedFile.read`. */
  read(scrape: Scrape): T {
    return this.readIf(scrape) ?? this.file.read();
  }
}

/** Returns the function by which all collectors of a worker share a file of a tree. Arguments as of `Tree.file`. */
export function sharedFile<T>(
  path: string,
  parser: () => (bytes: Buffer, path: string, skip: Skip) => T,
): (tree: Tree) => SharedFile<T> {
  const known = new WeakMap<Tree, SharedFile<T>>();
  return (tree) => {
    let file = known.get(tree);
    if (file === undefined) known.set(tree, (file = new SharedFile(tree.file(path, parser()))));
    return file;
  };
}
