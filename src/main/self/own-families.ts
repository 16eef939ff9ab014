import type { Emit } from "../../collectors/kit/define.ts";

/**
 * Reads numbers and emits them, once per scrape. Numbers that are read need no metric object to hold them. Where
 * `isDue` is false, what is expensive to read is shown as it was read before.
 */
export type OwnFamilies = (emit: Emit, isDue: boolean) => void;
