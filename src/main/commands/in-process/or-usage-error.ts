import { StartError } from "../../scrape/start-error.ts";
import { UsageError } from "../../options/usage-error.ts";
import { FetchError } from "./fetch.ts";

/** What keeps an exporter from being started or scraped is for the user to put right. */
export async function orUsageError<T>(action: Promise<T>): Promise<T> {
  try {
    return await action;
  } catch (error) {
    if (error instanceof FetchError || error instanceof StartError) throw new UsageError(error.message);
    throw error;
  }
}
