import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** One line of /proc/swaps. */
interface SwapArea {
  /** Path with the kernel's octal escapes. */
  readonly device: string;
  /** `partition` or `file`. */
  readonly type: string;
  /** KiB. */
  readonly size: number;
  /** KiB. */
  readonly used: number;
  readonly priority: number;
}

/** Parses the table of swap_show (mm/swapfile.c); the first line is a header. */
export function parseSwaps(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly SwapArea[] {
  const scanner = new Scanner(bytes, path);
  const areas: SwapArea[] = [];
  scanner.nextLine();
  readLines(scanner, skip, () => void areas.push(parseArea(scanner)));
  return areas;
}

function parseArea(scanner: Scanner): SwapArea {
  return {
    device: scanner.word(),
    type: scanner.word(),
    size: scanner.int(),
    used: scanner.int(),
    priority: scanner.int(),
  };
}
