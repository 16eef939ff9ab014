import { applyLaterFlags, type Phase } from "../../../src/main/life/later-flags.ts";

/**
 * Calls a function while V8's flags are those of the start of the process, and gives them back those of its `phase`.
 * Compiled code is good for the flags with which it was stored, all of them, and `setLaterFlags` changes some.
 */
export function withFlagsOfStart<T>(phase: Phase, call: () => T): T {
  applyLaterFlags("starting");
  try {
    return call();
  } finally {
    applyLaterFlags(phase);
  }
}
