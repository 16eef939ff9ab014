import { catalog } from "../../collectors/generated/catalog.ts";

const FIRST: ReadonlySet<string> = new Set(catalog.filter(({ runsFirst }) => runsFirst).map(({ name }) => name));

/** Numbers of the collectors whose families users bring themselves; `names`: the enabled ones, by number. */
export function broughtBy(names: readonly string[]): ReadonlySet<number> {
  const bringing = catalog.filter(({ bringsFamilies }) => bringsFamilies !== undefined);
  return new Set(bringing.map(({ name }) => names.indexOf(name)));
}

/** The memory that outlives workers, zeroed, by the name of the collector that has some. */
export function stateMemory(names: readonly string[]): Readonly<Record<string, SharedArrayBuffer>> {
  const remembering = catalog.filter(({ name, stateBytes }) => stateBytes !== undefined && names.includes(name));
  return Object.fromEntries(remembering.map(({ name, stateBytes }) => [name, new SharedArrayBuffer(stateBytes ?? 0)]));
}

/** The order in which one worker runs its collectors: those that run first before the exporter's threads wake up. */
export function inRunningOrder(collectors: readonly number[], names: readonly string[]): number[] {
  const isLater = (number: number): number => Number(!FIRST.has(names[number] ?? ""));
  return collectors.toSorted((a, b) => isLater(a) - isLater(b) || a - b);
}
