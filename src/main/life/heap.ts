import { setFlagsFromString } from "node:v8";

/** How much a heap grows before V8 looks for garbage in it, by V8's default (its own choice) and as it is set here. */
export const HEAP_GROWTH = { flag: "--heap-growing-percent", byDefault: 0, percent: 30 };

let areSmall = false;

/** Whether the flag is set. */
export function heapsAreSmall(): boolean {
  return areSmall;
}

/**
 * Heaps grow to three times of what they hold before V8 looks for garbage in them, 30 MB at 40 connections. The flag is
 * looked up at each collection of any thread; from the command line it would make the start a quarter longer.
 */
export function keepHeapsSmall(): void {
  setFlagsFromString(`${HEAP_GROWTH.flag}=${HEAP_GROWTH.percent}`);
  areSmall = true;
}
