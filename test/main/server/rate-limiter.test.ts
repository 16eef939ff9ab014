import { expect, test } from "vitest";
import { RateLimiter } from "../../../src/main/server/rate-limiter.ts";

test("starts full, refills with time and never beyond the burst", () => {
  const limiter = new RateLimiter({ interval: 2, burst: 2 }, 1000);
  const allowed = [1000, 1000, 1000, 2999, 3000, 3001, 5000, 100_000, 100_000, 100_000].map((now) =>
    limiter.allow(now),
  );
  expect(allowed).toEqual([true, true, false, false, true, false, true, true, true, false]);
});

test("a burst of 0 lets nothing through", () => {
  const limiter = new RateLimiter({ interval: 0.001, burst: 0 }, 0);
  expect([limiter.allow(0), limiter.allow(1e9)]).toEqual([false, false]);
});
