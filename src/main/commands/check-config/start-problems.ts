import { startExporter } from "../../exporter.ts";
import { createServices } from "../../services.ts";
import type { Options } from "../../options/options.ts";
import { type FlagValues, withSourceOf } from "../../options/values.ts";
import { StartError } from "../../scrape/start-error.ts";
import { silentLog } from "../in-process/silent-log.ts";

/** How long to wait for workers that do not end, in milliseconds. */
const GRACE = 500;

/**
 * What keeps the exporter from starting with these options: every enabled collector is made as at the start and then
 * discarded, without a listener and without a collection.
 */
export async function startProblems(options: Options): Promise<readonly string[]> {
  try {
    const services = { ...createServices(options), log: silentLog };
    const exporter = await startExporter(options, services, async () => Promise.resolve({}));
    await exporter.close(GRACE);
    return [];
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return problemsOf(error, options.settings);
  }
}

/** Several collectors may complain about the same flag. */
function problemsOf({ message, failures }: StartError, settings: FlagValues): readonly string[] {
  if (failures.length === 0) return [message];
  return [...new Set(failures.map((failure) => problemOf(failure, settings)))];
}

/** What a message says about a flag belongs to the place that sets it. */
function problemOf({ collector, message }: StartError["failures"][number], settings: FlagValues): string {
  return message.startsWith("--") ? withSourceOf(message, settings) : `collector ${collector}: ${message}`;
}
