import { setFlagsFromString } from "node:v8";
import { HEAP_GROWTH } from "../../../src/main/life/heap.ts";

/**
 * Calls a function while V8's flags are those of the start of the process. Compiled code is good for the flags with which
 * it was stored, all of them, and `keepHeapsSmall` changes one.
 */
export function withFlagsOfStart<T>(call: () => T): T {
  setFlagsFromString(`${HEAP_GROWTH.flag}=${HEAP_GROWTH.byDefault}`);
  try {
    return call();
  } finally {
    setFlagsFromString(`${HEAP_GROWTH.flag}=${HEAP_GROWTH.percent}`);
  }
}
