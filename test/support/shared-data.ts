import { existsSync } from "node:fs";
import { join } from "node:path";

/** Data of other projects, which are not ours to publish, beside the checkout. */
const FIXTURES = join(import.meta.dirname, "../../../shared/fixtures");

/** Where the captured host of node_exporter's own tests lies; undefined where it is missing. */
export function sharedFixtures(): string | undefined {
  return existsSync(join(FIXTURES, "host.tar.gz")) ? FIXTURES : undefined;
}
