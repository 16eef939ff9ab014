import { Scanner } from "../scanner.ts";

/** Free blocks of one memory zone, as /proc/buddyinfo lists them. */
export interface BuddyZone {
  readonly node: string;
  readonly zone: string;
  /** Blocks of 2^order pages, by order. */
  readonly blocks: readonly number[];
}

/** Parses the table of frag_show (mm/vmstat.c): `Node 0, zone   Normal   4381 1093 …`. */
export function parseBuddyinfo(bytes: Buffer, path: string): readonly BuddyZone[] {
  const scanner = new Scanner(bytes, path);
  const zones: BuddyZone[] = [];
  for (; !scanner.atEnd(); scanner.nextLine()) {
    const zone = parseZone(scanner);
    const orders = zones[0]?.blocks.length ?? zone.blocks.length;
    if (zone.blocks.length !== orders) throw scanner.error(`${zone.blocks.length} orders, expected ${orders}`);
    zones.push(zone);
  }
  return zones;
}

function parseZone(scanner: Scanner): BuddyZone {
  scanner.skipWord();
  const node = scanner.word().replace(/,$/, "");
  scanner.skipWord();
  const zone = scanner.word().replace(/,$/, "");
  if (zone === "") throw scanner.error("no node and zone");
  const blocks: number[] = [];
  while (!scanner.atLineEnd()) blocks.push(scanner.uint());
  return { node, zone, blocks };
}
