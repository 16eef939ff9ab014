import { openSync } from "node:fs";

/** Opens as many descriptors as there may be, so that nothing else can be opened until they are closed. */
export function takeAllDescriptors(): readonly number[] {
  const descriptors: number[] = [];
  try {
    for (;;) descriptors.push(openSync("/dev/null", "r"));
  } catch {
    // EMFILE: as many as there may be.
    return descriptors;
  }
}
