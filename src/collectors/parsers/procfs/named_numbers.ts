import { KnownWords } from "../known-words.ts";
import { Scanner } from "../scanner.ts";
import { allOrNone, type Skip, skipParseError } from "../skip.ts";

/** The numbers of a file that has a name and a number a line. */
export interface NamedNumbers {
  /** The same array on every read as long as the file has the same names in the same order. */
  readonly names: readonly string[];
  /** One for each name, until the next read: always the same array. */
  readonly values: readonly number[];
}

/** How a file with a name and a number a line is read. */
interface NamedNumbersFormat {
  /** What the first word of a line is called; lines for which it is undefined are not looked at. */
  readonly nameOf: (word: string, scanner: Scanner) => string | undefined;
  /** Reads what follows the word; undefined leaves the line out. */
  readonly value: (scanner: Scanner) => number | undefined;
}

/** Makes a parser of such a file. A line that cannot be read is left out. */
export function namedNumbersParser({
  nameOf,
  value,
}: NamedNumbersFormat): (bytes: Buffer, path: string, skip?: Skip) => NamedNumbers {
  const known = new KnownWords(nameOf);
  let names: readonly string[] = [];
  const values: number[] = [];
  return (bytes, path, skip = allOrNone) => {
    const scanner = new Scanner(bytes, path);
    let count = 0;
    let problem: Error | undefined;
    for (let line = 0; !scanner.atEnd(); line++, scanner.nextLine()) {
      const start = scanner.at;
      try {
        const name = known.next(scanner, line);
        const number = name === undefined ? undefined : value(scanner);
        if (name === undefined || number === undefined) continue;
        if (names[count] !== name) names = [...names.slice(0, count), name];
        values[count++] = number;
      } catch (error) {
        scanner.at = start;
        if (scanner.atLineEnd()) continue;
        problem = skipParseError(error, skip);
      }
    }
    if (count === 0 && problem !== undefined) throw problem;
    if (names.length > count) names = names.slice(0, count);
    if (values.length > count) values.length = count;
    return { names, values };
  };
}
