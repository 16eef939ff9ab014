import { Scanner } from "../scanner.ts";
import { readLines, type Skip } from "../skip.ts";

/** Numbers of a line; none where the kernel does not print it, undefined where it cannot be read. */
export type RpcNumbers = readonly number[] | undefined;

/** What a line has to look like. Numbers beyond those that are wanted are not looked at. */
interface LineShape {
  readonly fewest: number;
  /** The first number is the count of those that follow; it is left out of the result. */
  readonly counted?: true;
}

/** Parses a file of lines `word number…`, such as /proc/net/rpc/nfsd; words without a shape are passed over. */
export function parseRpcLines<Key extends string>(
  bytes: Buffer,
  path: string,
  shapes: Readonly<Record<Key, LineShape>>,
  skip: Skip,
): Record<Key, RpcNumbers> {
  const scanner = new Scanner(bytes, path);
  const isKey = (word: string): word is Key => Object.hasOwn(shapes, word);
  const lines = Object.fromEntries(Object.keys(shapes).map((key) => [key, []])) as unknown as Record<Key, RpcNumbers>;
  readLines(scanner, skip, () => {
    const key = scanner.word();
    if (!isKey(key)) return false;
    lines[key] = undefined;
    lines[key] = parseLine(scanner, key, shapes[key]);
    return true;
  });
  return lines;
}

function parseLine(scanner: Scanner, key: string, { fewest, counted }: LineShape): readonly number[] {
  const expected = counted === true ? Math.max(scanner.uint(), fewest) : fewest;
  const numbers: number[] = [];
  if (scanner.uints(numbers, expected) < expected)
    throw scanner.error(`${key} has ${numbers.length} numbers, expected ${expected}`);
  return numbers;
}
