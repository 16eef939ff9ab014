import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";
import { usualWords } from "../usual-words.ts";

/** Free blocks of one memory zone, as /proc/buddyinfo lists them. */
interface BuddyZone {
  readonly node: string;
  readonly zone: string;
  /** Blocks of 2^order pages, by order. */
  readonly blocks: readonly number[];
}

/** `Node`, its number, `zone` and its name. */
const WORDS_BEFORE = 4;

/** Parses the table of frag_show (mm/vmstat.c): `Node 0, zone   Normal   4381 1093 …`. All rows have the same orders. */
export function parseBuddyinfo(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly BuddyZone[] {
  const scanner = new Scanner(bytes, path);
  const zones: BuddyZone[] = [];
  const orders = usualWords(bytes, path, 0) - WORDS_BEFORE;
  readLines(scanner, skip, () => void zones.push(parseZone(scanner, orders)));
  return zones;
}

function parseZone(scanner: Scanner, orders: number): BuddyZone {
  scanner.skipWord();
  const node = scanner.word().replace(/,$/, "");
  scanner.skipWord();
  const zone = scanner.word().replace(/,$/, "");
  if (zone === "") throw scanner.error("no node and zone");
  const blocks: number[] = [];
  const found = scanner.uints(blocks, orders);
  if (found < orders || found === 0) throw scanner.error(`${found} orders, expected ${orders}`);
  return { node, zone, blocks };
}
