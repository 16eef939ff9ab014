/** The process that makes the scrapes, so that its CPU time is counted for neither program. */
import { runClosed } from "./closed.ts";
import type { Load, Once, Seen } from "./messages.ts";
import { scrape, type Scraped } from "./once.ts";
import { runPaced } from "./paced.ts";

process.on("message", (load: Load | Once) => {
  run(load).then(
    (seen) => process.send?.(seen),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));

function run(load: Load | Once): Promise<Seen | Scraped> {
  if (load.kind === "closed") return runClosed(load);
  return load.kind === "paced" ? runPaced(load) : scrape(load.url);
}
