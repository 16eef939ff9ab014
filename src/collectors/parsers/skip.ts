import { ParseError } from "../kit/errors.ts";
import type { Scanner } from "./scanner.ts";

/** Takes the reason why a record cannot be read: path, line and problem. The record is left out, all others are read. */
export type Skip = (problem: Error) => void;

/** For whoever wants all records or none. */
export const allOrNone: Skip = (problem) => {
  throw problem;
};

/**
 * Reads the rest of the file, a record a line. Empty lines are none, nor is a line for which `read` returns false. A line
 * with a ParseError is left out. Where no line can be read, the first problem is thrown.
 */
export function readLines(scanner: Scanner, skip: Skip, read: (scanner: Scanner) => boolean | void): void {
  let records = 0;
  let first: ParseError | undefined;
  for (; !scanner.atEnd(); scanner.nextLine()) {
    if (scanner.atLineEnd()) continue;
    const start = scanner.at;
    try {
      if (read(scanner) !== false) records++;
    } catch (error) {
      const problem = skipParseError(error, skip);
      first ??= problem;
      scanner.at = start;
    }
  }
  if (records === 0 && first !== undefined) throw first;
}

/** What `read` makes of every item; an item with a ParseError is left out. Where no item can be read, that is thrown. */
export function readItems<T, R>(items: readonly T[], skip: Skip, read: (item: T) => R): readonly R[] {
  const records: R[] = [];
  let first: ParseError | undefined;
  for (const item of items) {
    try {
      records.push(read(item));
    } catch (error) {
      const problem = skipParseError(error, skip);
      first ??= problem;
    }
  }
  if (records.length === 0 && first !== undefined) throw first;
  return records;
}

/** Reports a ParseError and returns it; throws any other error. */
export function skipParseError(error: unknown, skip: Skip): ParseError {
  if (!(error instanceof ParseError)) throw error;
  skip(error);
  return error;
}
