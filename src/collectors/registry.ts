// Written by npm run generate.
import type { CollectorDefinition } from "./define.ts";

/** Loads a collector by name. A worker loads only those that it runs. */
export const registry: Readonly<Record<string, () => Promise<{ default: CollectorDefinition }>>> = {
  loadavg: () => import("./loadavg.ts"),
  softnet: () => import("./softnet.ts"),
};
