import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { cleanUp } from "./clean-up.ts";

const SPIN = "require('node:worker_threads').parentPort.postMessage(0); for (;;) Math.random();";

/** Threads that leave little processor time to others, until the returned function is called or the test ends. */
export async function busyProcessors(): Promise<() => Promise<void>> {
  const workers = Array.from({ length: availableParallelism() * 8 }, () => new Worker(SPIN, { eval: true }));
  const rest = async (): Promise<void> => void (await Promise.all(workers.map((worker) => worker.terminate())));
  cleanUp(rest);
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("message", resolve))));
  return rest;
}
