import { applyLaterFlags } from "../../../src/main/life/later-flags.ts";

/**
 * Calls a function while V8's flags are those of the start of the process. Compiled code is good for the flags with which
 * it was stored, all of them, and `setLaterFlags` changes some. Afterwards they are those of a process that has settled,
 * as it may have meanwhile; one that is busy sets its own again before long.
 */
export function withFlagsOfStart<T>(call: () => T): T {
  applyLaterFlags("starting");
  try {
    return call();
  } finally {
    applyLaterFlags("settled");
  }
}
