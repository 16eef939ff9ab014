import fc from "fast-check";
import { expect, test } from "vitest";
import { balance } from "../../../src/main/scrape/balance.ts";

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
