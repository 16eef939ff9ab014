import { catalog } from "../../collectors/generated/catalog.ts";

const FIRST: ReadonlySet<string> = new Set(catalog.filter(({ runsFirst }) => runsFirst).map(({ name }) => name));

/** The order in which one worker runs its collectors: those that run first before the exporter's threads wake up. */
export function inRunningOrder(collectors: readonly number[], names: readonly string[]): number[] {
  const isLater = (number: number): number => Number(!FIRST.has(names[number] ?? ""));
  return collectors.toSorted((a, b) => isLater(a) - isLater(b) || a - b);
}

/**
 * Divides collectors among `lanes` workers so that the most loaded has as little to do as possible
 * (longest first, each to the least loaded). `cost` may be in any unit.
 */
export function balance(collectors: readonly number[], lanes: number, cost: (collector: number) => number): number[][] {
  const shares = Array.from({ length: lanes }, () => ({ total: 0, collectors: [] as number[] }));
  for (const collector of collectors.toSorted((a, b) => cost(b) - cost(a) || a - b)) {
    const least = shares.reduce((best, share) => (share.total < best.total ? share : best));
    least.collectors.push(collector);
    least.total += cost(collector);
  }
  return shares.map((share) => share.collectors);
}
