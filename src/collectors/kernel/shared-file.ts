import type { Scrape } from "../kit/define.ts";
import type { ParsedFile, Tree } from "../kit/host.ts";
import type { Skip } from "../parsers/skip.ts";

/**
 * A file that several collectors need, read once a scrape: the kernel makes it again for every read, /proc/stat in
 * milliseconds on a large host.
 */
export class SharedFile<T> {
  private readonly file: ParsedFile<T>;
  private content: T | Error | undefined;
  private scrape: Scrape | undefined;

  constructor(file: ParsedFile<T>) {
    this.file = file;
  }

  /** As `ParsedFile.tryRead`. */
  tryRead(scrape: Scrape): T | Error {
    if (this.content !== undefined && this.scrape === scrape) return this.content;
    // Left like this where the parser throws: whoever comes next hears it, too.
    this.content = undefined;
    this.scrape = scrape;
    return (this.content = this.file.tryRead());
  }

  /** As `ParsedFile.read`. */
  read(scrape: Scrape): T {
    const content = this.tryRead(scrape);
    if (content instanceof Error) throw content;
    return content;
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
