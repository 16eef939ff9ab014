import { Scanner } from "./scanner.ts";

/** Words of the rest of the line; moves nowhere. */
export function countWords(scanner: Scanner): number {
  const start = scanner.at;
  let words = 0;
  for (; !scanner.atLineEnd(); words++) scanner.skipWord();
  scanner.at = start;
  return words;
}

/**
 * How many words most rows of a table have, which a damaged row does not share; `most` stands for more. Of two numbers that
 * are as frequent it is the larger one, since rows are rather cut than lengthened. 0 where there are no rows.
 */
export function usualWords(bytes: Buffer, path: string, firstRow: number, most = Infinity): number {
  const scanner = new Scanner(bytes, path);
  const rows = new Map<number, number>();
  for (let row = 0; !scanner.atEnd(); scanner.nextLine(), row++) {
    const words = Math.min(countWords(scanner), most);
    if (row >= firstRow && words > 0) rows.set(words, (rows.get(words) ?? 0) + 1);
  }
  const [usual = 0] = [...rows].toSorted(([a, some], [b, others]) => others - some || b - a)[0] ?? [];
  return usual;
}
