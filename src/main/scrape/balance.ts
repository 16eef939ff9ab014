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
