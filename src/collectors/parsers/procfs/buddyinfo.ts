import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** Free blocks of one memory zone, as /proc/buddyinfo lists them. */
export interface BuddyZone {
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
  const orders = usualOrders(bytes, path);
  readLines(scanner, skip, () => void zones.push(parseZone(scanner, orders)));
  return zones;
}

/** The number of orders that most rows have, which a damaged row does not share. */
function usualOrders(bytes: Buffer, path: string): number {
  const scanner = new Scanner(bytes, path);
  const rows = new Map<number, number>();
  for (; !scanner.atEnd(); scanner.nextLine()) {
    let words = 0;
    for (; !scanner.atLineEnd(); words++) scanner.skipWord();
    rows.set(words, (rows.get(words) ?? 0) + 1);
  }
  const [usual = 0] = [...rows].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  return usual - WORDS_BEFORE;
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
