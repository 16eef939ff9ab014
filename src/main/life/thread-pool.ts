import { access } from "node:fs";

/**
 * Starts the threads of libuv's pool, which compress answers and look names up. libuv would start them when the first of
 * them is needed, and end the process where the system has no thread left by then.
 */
export function startThreadPool(): void {
  access("/", () => {});
}
