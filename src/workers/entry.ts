import { parentPort, workerData } from "node:worker_threads";
import { noteDescriptors } from "./native/libc.ts";
import { OpenDescriptors } from "./protocol/open-descriptors.ts";
import type { WorkerOptions } from "./protocol/options.ts";
import { createWorker } from "./worker.ts";

// The pool hands over the data that it was made with.
const options = workerData as WorkerOptions;
noteDescriptors(new OpenDescriptors(options.descriptors));

// Collectors throw in every scrape on hosts that lack their files, only messages are reported, and stacks are dear.
Error.stackTraceLimit = 0;

/** Runs one task of the pool; the modules and collectors stay between tasks. */
export default createWorker(
  options,
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a message port, not a window
  (message) => parentPort?.postMessage(message),
);
