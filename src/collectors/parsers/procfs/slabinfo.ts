import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** One cache of the slab allocator. */
interface Slab {
  readonly name: string;
  readonly activeObjects: number;
  readonly objects: number;
  /** Bytes. */
  readonly objectSize: number;
  readonly objectsPerSlab: number;
  readonly pagesPerSlab: number;
}

/** Words of a line, the groups `: tunables a b c : slabdata a b c` included. */
const WORDS = 16;
const WORDS_READ = 6;

/** Parses the table of slab_show (mm/slab_common.c), version 2.1. */
export function parseSlabinfo(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly Slab[] {
  const scanner = new Scanner(bytes, path);
  const slabs: Slab[] = [];
  readLines(scanner, skip, () => !isHeader(scanner) && slabs.push(readSlab(scanner)) > 0);
  return slabs;
}

function isHeader(scanner: Scanner): boolean {
  const start = scanner.at;
  const found = scanner.accept("slabinfo -") || scanner.accept("# name");
  scanner.at = start;
  return found;
}

function readSlab(scanner: Scanner): Slab {
  const slab = {
    name: scanner.word(),
    activeObjects: scanner.uint(),
    objects: scanner.uint(),
    objectSize: scanner.uint(),
    objectsPerSlab: scanner.uint(),
    pagesPerSlab: scanner.uint(),
  };
  let words = WORDS_READ;
  for (; !scanner.atLineEnd(); words++) scanner.skipWord();
  if (words < WORDS) throw scanner.error(`${words} words, expected at least ${WORDS}`);
  return slab;
}
