import { ParseError } from "../kit/errors.ts";
import type { Value } from "../parsers/dbus/values.ts";
import { allOrNone, readItems, type Skip } from "../parsers/skip.ts";

/** One unit that systemd has in memory. */
export interface Unit {
  /** `ssh.service` */
  readonly name: string;
  readonly loadState: string;
  readonly activeState: string;
  /** Object path on the bus. */
  readonly path: string;
}

/** The answer of ListUnits, an array of `(ssssssouso)`: name, description, load, active and sub state, followed unit, path, job. */
export function parseUnits(body: readonly Value[], skip: Skip = allOrNone): readonly Unit[] {
  const [list] = body;
  if (!Array.isArray(list)) throw new ParseError("systemd: the answer of ListUnits is not a list");
  return readItems(list as readonly Value[], skip, (entry) => {
    const [name, , loadState, activeState, , , path] = Array.isArray(entry) ? (entry as readonly Value[]) : [];
    if (!isText(name) || !isText(loadState) || !isText(activeState) || !isText(path))
      throw new ParseError("systemd: an entry of ListUnits is not a unit");
    return { name, loadState, activeState, path };
  });
}

/** Version as a number: the first with three or more digits, with a fraction (`257.9`); 0 when there is none. */
export function parseVersion(text: string): number {
  return Number(/[0-9]{3,}(?:\.[0-9]+)?/.exec(text)?.[0] ?? 0);
}

function isText(value: Value | undefined): value is string {
  return typeof value === "string";
}
