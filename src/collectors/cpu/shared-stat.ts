import type { Scrape } from "../define.ts";
import { ONE_RECORD, type ParsedFile, type Tree } from "../host.ts";
import { parseStat, type Stat } from "../procfs/stat.ts";

/**
 * /proc/stat, read once a scrape for the collectors cpu and stat: the kernel adds up all interrupts of all CPUs for it,
 * which takes milliseconds on a large host.
 */
export class SharedStat {
  private readonly file: ParsedFile<Stat>;
  private stat: Stat | undefined;
  private scrape: Scrape | undefined;

  constructor(proc: Tree) {
    this.file = proc.file("stat", parseStat, ONE_RECORD);
  }

  read(scrape: Scrape): Stat {
    if (this.stat !== undefined && this.scrape === scrape) return this.stat;
    this.scrape = undefined;
    this.stat = this.file.read();
    this.scrape = scrape;
    return this.stat;
  }
}

const known = new WeakMap<Tree, SharedStat>();

/** What all collectors of a worker share. */
export function sharedStat(proc: Tree): SharedStat {
  let stat = known.get(proc);
  if (stat === undefined) known.set(proc, (stat = new SharedStat(proc)));
  return stat;
}
