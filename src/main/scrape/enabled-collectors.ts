import { catalog } from "../../collectors/generated/catalog.ts";

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
