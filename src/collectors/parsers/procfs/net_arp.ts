import { parseAnyBase } from "../numbers.ts";
import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

const ROW_COLUMNS = 6;
const HEADER_COLUMNS = 9;
const MAX_FLAGS = 255;

/** Counts the rows of /proc/net/arp (arp_format_neigh_entry in net/ipv4/arp.c) by device, complete or not. */
export function parseArpEntries(bytes: Buffer, path: string, skip: Skip = allOrNone): ReadonlyMap<string, number> {
  const scanner = new Scanner(bytes, path);
  const entries = new Map<string, number>();
  readLines(scanner, skip, () => {
    const columns: string[] = [];
    while (!scanner.atLineEnd()) columns.push(scanner.word());
    if (columns.length === HEADER_COLUMNS && columns[0] === "IP") return false;
    const device = checkedDevice(columns, scanner);
    entries.set(device, (entries.get(device) ?? 0) + 1);
    return true;
  });
  return entries;
}

function checkedDevice(columns: readonly string[], scanner: Scanner): string {
  const [, , flags = "", address = "", , device] = columns;
  if (columns.length < ROW_COLUMNS || device === undefined) throw scanner.error(`${columns.length} columns`);
  if ((parseAnyBase(flags, false) ?? MAX_FLAGS + 1) > MAX_FLAGS)
    throw scanner.error(`bad flags ${JSON.stringify(flags)}`);
  // Six bytes on Ethernet, 20 on InfiniBand, four on tunnels.
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2})*$/i.test(address)) throw scanner.error(`bad address ${JSON.stringify(address)}`);
  return device;
}
