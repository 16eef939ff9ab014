// Written by npm run generate.
import type { CollectorDefinition } from "./define.ts";

/** What the command line and the documentation know of a collector. */
export type CollectorMetadata = Omit<CollectorDefinition, "create">;

/** Every collector, by name; the main thread reads this instead of loading the collectors. */
export const catalog: readonly CollectorMetadata[] = [
  {
    name: "loadavg",
    summary: "Load averages from /proc/loadavg.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "softnet",
    summary: "Packet backlog statistics from /proc/net/softnet_stat.",
    enabledByDefault: true,
    flags: {},
  },
];
