import { buildInfo } from "../../options/build-info.ts";
import { StartError } from "../../scrape/start-error.ts";
import type { Options } from "../../options/options.ts";
import { parseArguments } from "../../options/parse.ts";
import { UsageError } from "../../options/usage-error.ts";
import { defineProgram } from "../command.ts";
import { COMPARE_OPTIONS, type CompareArguments, readCompareArguments } from "./arguments.ts";
import { compareExpositions, type Scrapes, versionOf } from "./compare.ts";
import type { Exposition } from "./exposition.ts";
import { fetchExposition, FetchError } from "./fetch.ts";
import { historySince } from "./history.ts";
import { startOwnExporter } from "./own-exporter.ts";
import { reportText } from "./report-text.ts";
import { isComplete, type Report, type Side } from "./report.ts";

const COMPLETE = 0;
const INCOMPLETE = 1;

/** The command `compare`. */
export default defineProgram({
  description: `Scrapes the exporter at URL, collects with this program before and after, and
shows what is missing, extra or different here. Flags that are not listed here
are those of the exporter. The exit status is 0 when nothing is missing, 1 when
something is, 2 when nothing could be compared.`,
  options: COMPARE_OPTIONS,
  passesOptions: true,
  run: async (options, { words, env, program }) => {
    const settings = readCompareArguments(options, words);
    const report = await orUsageError(async () =>
      compareWith(settings, await exporterOptions(settings.flags, env, program)),
    );
    process.stdout.write(settings.json ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report));
    return isComplete(report) ? COMPLETE : INCOMPLETE;
  },
});

/** What keeps the comparison from being made is for the user to put right. */
async function orUsageError<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof FetchError || error instanceof StartError) throw new UsageError(error.message);
    throw error;
  }
}

async function exporterOptions(flags: readonly string[], env: NodeJS.ProcessEnv, program: string): Promise<Options> {
  const parsed = await parseArguments(flags, env, program);
  if (parsed.kind === "run") return parsed.options;
  throw new UsageError(
    parsed.kind === "error" ? parsed.message.replace(`${program}: error: `, "") : "compare does not accept these flags",
  );
}

/** Scrapes this program, the other exporter and this program again, and compares. */
async function compareWith(settings: CompareArguments, options: Options): Promise<Report> {
  const scrapes = await scrapeAll(settings, options);
  const version = versionOf(scrapes.there);
  const history = historySince(version, new Set(options.collectors.given));
  return {
    there: side(publicName(settings.url), version, scrapes.there),
    here: side("node-exporter-ts", buildInfo().version, scrapes.after),
    ...compareExpositions(scrapes, { history, tolerance: settings.tolerance }),
  };
}

async function scrapeAll({ url, insecure, timeout }: CompareArguments, options: Options): Promise<Scrapes> {
  const exporter = await startOwnExporter(options);
  try {
    const before = await exporter.scrape(url.search, timeout);
    const there = await fetchExposition({ url, insecure }, timeout).catch((error: unknown) => {
      throw error instanceof FetchError ? new FetchError(`${publicName(url)}: ${error.message}`) : error;
    });
    if (there.size === 0) throw new FetchError(`${publicName(url)}: the response has no metrics`);
    return { before, there, after: await exporter.scrape(url.search, timeout) };
  } finally {
    await exporter.close();
  }
}

function side(name: string, version: string, exposition: Exposition): Side {
  const series = [...exposition.values()].reduce((sum, family) => sum + family.series.size, 0);
  return { name, version, families: exposition.size, series };
}

/** The URL without its password, if any. */
function publicName({ protocol, host, pathname, search }: URL): string {
  return `${protocol}//${host}${pathname}${search}`;
}
