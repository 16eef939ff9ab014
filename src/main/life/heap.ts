import { setFlagsFromString } from "node:v8";

/** How much a heap grows before V8 looks for garbage in it, by V8's default (its own choice) and as it is set here. */
export const HEAP_GROWTH = { flag: "--heap-growing-percent", byDefault: 0, percent: 30 };

/** V8 has this flag from here on. */
const REDUCER = { node: 26, flag: "--memory-reducer-delay-ms", milliseconds: 60_000 };

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

/** V8 looks every 8 s whether a heap is idle enough to be cleaned up, which would wake an idle process. */
export function lookAtHeapsRarely(): void {
  // An older V8 would print that it does not know the flag.
  if (Number.parseInt(process.versions.node) < REDUCER.node) return;
  setFlagsFromString(`${REDUCER.flag}=${REDUCER.milliseconds}`);
}
