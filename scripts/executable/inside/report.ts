import { parentPort } from "node:worker_threads";
import type { WorkerMessage } from "../../../src/workers/protocol/tasks.ts";

/** Logs by the main thread. */
export function report(level: "debug" | "warn", message: string): void {
  const line: WorkerMessage = { type: "log", collector: "", level, message };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a message port, not a window
  parentPort?.postMessage(line);
}
