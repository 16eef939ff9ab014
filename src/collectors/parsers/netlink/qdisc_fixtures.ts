import { parseJsonRecords } from "../json-fixture.ts";
import { allOrNone, type Skip } from "../skip.ts";
import type { QdiscStatistics } from "./qdisc.ts";

/** Parses the results.json of --collector.qdisc.fixtures: an array of queueing disciplines. */
export function parseQdiscFixtures(
  bytes: Buffer,
  path: string,
  skip: Skip = allOrNone,
): readonly (QdiscStatistics & { readonly device: string })[] {
  return parseJsonRecords(bytes, path, skip, (each) => ({
    device: each.text("IfaceName"),
    parent: each.number("Parent"),
    kind: each.text("Kind"),
    bytes: each.number("Bytes"),
    packets: each.number("Packets"),
    drops: each.number("Drops"),
    requeues: each.number("Requeues"),
    overlimits: each.number("Overlimits"),
    queueLength: each.number("Qlen"),
    backlog: each.number("Backlog"),
  }));
}
