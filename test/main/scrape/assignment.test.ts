import fc from "fast-check";
import { expect, test } from "vitest";
import { balance, inRunningOrder } from "../../../src/main/scrape/assignment.ts";

test("what the exporter's own work would change runs first, the rest in order", () => {
  const names = ["arp", "cpu", "loadavg", "netdev", "stat"];
  expect(inRunningOrder([0, 1, 2, 3, 4], names)).toEqual([1, 2, 4, 0, 3]);
  expect(inRunningOrder([3, 2, 0], names)).toEqual([2, 0, 3]);
  expect(inRunningOrder([], names)).toEqual([]);
});

test("every collector has one worker, and the load is spread", () => {
  const run = fc.record({
    costs: fc.array(fc.nat({ max: 100 }), { maxLength: 40 }),
    lanes: fc.integer({ min: 1, max: 8 }),
  });
  fc.assert(
    fc.property(run, ({ costs, lanes }) => {
      const cost = (collector: number) => costs[collector] ?? 0;
      const shares = balance(
        costs.map((_, i) => i),
        lanes,
        cost,
      );
      expect(shares).toHaveLength(lanes);
      expect(shares.flat().toSorted((a, b) => a - b)).toEqual(costs.map((_, i) => i));
      const loads = shares.map((share) => share.reduce((sum, each) => sum + cost(each), 0));
      const longest = Math.max(0, ...costs);
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(longest);
    }),
  );
});
