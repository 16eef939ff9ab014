import { expect, test } from "vitest";
import { exposition, lines, ownMetrics } from "./own.ts";

test("a worker is busy for what it ran itself, whoever had its number before", async () => {
  const own = ownMetrics([]);
  const worker = (busySeconds: number) => ({ gauges: Float64Array.of(0, 0, 0, busySeconds) });
  const busy = async (...workers: ReturnType<typeof worker>[]) => {
    own.workersChanged(workers);
    return lines(await exposition(own), "node_exporter_worker_busy_ratio").map((line) => line.split(" ")[1]);
  };
  const [idle, other, fresh] = [worker(0), worker(1e6), worker(1e5)];
  await busy(idle, other);
  expect(await busy(other)).toEqual(["0"]);
  expect(await busy(other, fresh)).toEqual(["0", "1"]);
});
