import { parentPort, workerData } from "node:worker_threads";
import type { WorkerOptions } from "./protocol/options.ts";
import { createWorker } from "./worker.ts";

// Collectors throw in every scrape on hosts that lack their files, only messages are reported, and stacks are dear.
Error.stackTraceLimit = 0;

/** Runs one task of the pool; the modules and collectors stay between tasks. */
export default createWorker(
  // The pool hands over the data that it was made with.
  workerData as WorkerOptions,
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a message port, not a window
  (message) => parentPort?.postMessage(message),
);
