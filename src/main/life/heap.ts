import { setFlagsFromString } from "node:v8";

/**
 * Heaps grow to three times of what they hold before V8 looks for garbage in them, 30 MB at 40 connections. The flag is
 * looked up at each collection of any thread; from the command line it would make the start a quarter longer.
 */
export function keepHeapsSmall(): void {
  setFlagsFromString("--heap-growing-percent=30");
}
