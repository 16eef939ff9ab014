import { TextFormatError } from "../../../collectors/text-format/lexer.ts";
import { visibleLines } from "../../log/visible.ts";
import { buildInfo } from "../../options/build-info.ts";
import type { Options } from "../../options/options.ts";
import { defineProgram } from "../command.ts";
import { COMPARE_OPTIONS, type CompareArguments, readCompareArguments } from "./arguments.ts";
import { compareExpositions, type Scrapes, versionOf } from "./compare.ts";
import { type Target, FetchError, fetchText } from "../in-process/fetch.ts";
import { exporterOptions } from "../in-process/exporter-options.ts";
import { orUsageError } from "../in-process/or-usage-error.ts";
import { startOwnExporter } from "../in-process/own-exporter.ts";
import { type Exposition, readExposition } from "./exposition.ts";
import { historySince } from "./history.ts";
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
    const report = await orUsageError(
      compareWith(settings, await exporterOptions("compare", settings.flags, env, program)),
    );
    process.stdout.write(
      settings.json ? visibleLines(`${JSON.stringify(report, undefined, 2)}\n`) : reportText(report),
    );
    return isComplete(report) ? COMPLETE : INCOMPLETE;
  },
});

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
    const own = async () => read(await exporter.scrape(url.search, timeout));
    const before = await own();
    const there = await fetchOther({ url, insecure }, timeout).catch((error: unknown) => {
      throw error instanceof FetchError ? new FetchError(`${publicName(url)}: ${error.message}`) : error;
    });
    if (there.size === 0) throw new FetchError(`${publicName(url)}: the response has no metrics`);
    return { before, there, after: await own() };
  } finally {
    await exporter.close();
  }
}

async function fetchOther(target: Target, timeout: number): Promise<Exposition> {
  return read(await fetchText(target, timeout));
}

function read(text: Buffer): Exposition {
  try {
    return readExposition(text);
  } catch (error) {
    if (!(error instanceof TextFormatError)) throw error;
    throw new FetchError(`the response is not in text format: line ${error.line}: ${error.problem}`);
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
