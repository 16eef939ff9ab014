import { ParseError } from "../kit/errors.ts";
import type { Value } from "../parsers/dbus/values.ts";
import { allOrNone, readItems, type Skip } from "../parsers/skip.ts";

/** A session of logind. */
export interface Session {
  /** Empty for a session without one. */
  readonly seat: string;
  /** Object path on the bus. */
  readonly path: string;
}

/** The answer of ListSeats, an array of `(so)`: name and path. */
export function parseSeats(body: readonly Value[], skip: Skip = allOrNone): readonly string[] {
  return readItems(rowsOf(body, "ListSeats"), skip, ([name]) => textOf(name, "ListSeats"));
}

/** The answer of ListSessions, an array of `(susso)`: name, user's number and name, seat, path. */
export function parseSessions(body: readonly Value[], skip: Skip = allOrNone): readonly Session[] {
  return readItems(rowsOf(body, "ListSessions"), skip, ([, , , seat, path]) => ({
    seat: textOf(seat, "ListSessions"),
    path: textOf(path, "ListSessions"),
  }));
}

function rowsOf([list]: readonly Value[], what: string): readonly (readonly Value[])[] {
  if (!Array.isArray(list)) throw new ParseError(`logind: the answer of ${what} is not a list`);
  return list.map((row: Value) => (Array.isArray(row) ? (row as readonly Value[]) : []));
}

function textOf(value: Value | undefined, what: string): string {
  if (typeof value !== "string") throw new ParseError(`logind: an entry of ${what} is not complete`);
  return value;
}
