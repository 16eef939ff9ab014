import { buildInfo } from "../../options/build-info.ts";
import { StartError } from "../../scrape/scheduler.ts";
import type { Options } from "../../options/options.ts";
import { parseArguments } from "../../options/parse.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type CompareArguments, parseCompareArguments } from "./arguments.ts";
import { compareExpositions, type Scrapes, versionOf } from "./compare.ts";
import type { Exposition } from "./exposition.ts";
import { fetchExposition, FetchError } from "./fetch.ts";
import { historySince } from "./history.ts";
import { startOwnExporter } from "./own-exporter.ts";
import { reportText } from "./report-text.ts";
import { isComplete, type Report, type Side } from "./report.ts";

const HELP = `Compares another exporter with this program on the same host.

usage: PROGRAM compare [flags] URL [flags of the exporter]

Scrapes the exporter at URL, collects with this program before and after, and
shows what is missing, extra or different here. The exit status is 0 when
nothing is missing, 1 when something is, 2 when nothing could be compared.

      --json           Print the report as JSON.
      --timeout=10s    Time for one scrape.
      --tolerance=0.05 How far gauges may differ, relative to their value.
      --insecure       Accept any certificate of the exporter.
  -h, --help           Print this help.
`;

const COMPLETE = 0;
const INCOMPLETE = 1;
const TROUBLE = 2;

/** The command `compare`; resolves to the exit status. */
export async function runCompare(argv: readonly string[], env: NodeJS.ProcessEnv, program: string): Promise<number> {
  try {
    const settings = parseCompareArguments(argv);
    if (settings.help) {
      process.stdout.write(HELP.replace("PROGRAM", program));
      return COMPLETE;
    }
    const report = await compareWith(settings, await exporterOptions(settings.flags, env, program));
    process.stdout.write(settings.json ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report));
    return isComplete(report) ? COMPLETE : INCOMPLETE;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof FetchError || error instanceof StartError)) throw error;
    process.stderr.write(`${program}: error: ${error.message.replaceAll(/[\r\n]+/g, " ")}\n`);
    return TROUBLE;
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
