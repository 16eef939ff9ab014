import { expect, test } from "vitest";
import { Latencies } from "../../../bench/load/latencies.ts";

test("percentiles are values that were measured", () => {
  const latencies = new Latencies();
  for (let i = 200; i > 0; i--) latencies.add(i);
  expect(latencies.summary()).toEqual({ answers: 200, mean: 100.5, p50: 100, p90: 180, p99: 198, max: 200 });
});

test("without an answer all is 0", () => {
  expect(new Latencies().summary()).toEqual({ answers: 0, mean: 0, p50: 0, p90: 0, p99: 0, max: 0 });
});
