import type { InferredOptionTypes } from "yargs";
import { parseDuration } from "../../options/duration.ts";
import { UsageError } from "../../options/usage-error.ts";

/** The command line of `compare`; `flags` are those of the exporter. */
export interface CompareArguments {
  readonly url: URL;
  readonly json: boolean;
  readonly insecure: boolean;
  /** Seconds for one scrape. */
  readonly timeout: number;
  /** How far gauges may differ, relative to their value. */
  readonly tolerance: number;
  readonly flags: readonly string[];
}

/** The options of `compare` as yargs takes them. */
export const COMPARE_OPTIONS = {
  json: { type: "boolean", default: false, describe: "Print the report as JSON." },
  timeout: { type: "string", default: "10s", requiresArg: true, describe: "Time for one scrape." },
  tolerance: {
    type: "string",
    default: "0.05",
    requiresArg: true,
    describe: "How far gauges may differ, relative to their value.",
  },
  insecure: { type: "boolean", default: false, describe: "Accept any certificate of the exporter." },
} as const;

/** `words`: all other arguments, of which the first that is a URL is the exporter's; throws UsageError. */
export function readCompareArguments(
  options: InferredOptionTypes<typeof COMPARE_OPTIONS>,
  words: readonly string[],
): CompareArguments {
  const position = words.findIndex((word) => /^https?:\/\//i.test(word));
  const word = words[position];
  if (word === undefined) {
    throw new UsageError("compare needs the URL of an exporter, such as http://localhost:9100/metrics");
  }
  return {
    url: parseUrl(word),
    json: options.json,
    insecure: options.insecure,
    timeout: duration("--timeout", options.timeout),
    tolerance: part("--tolerance", options.tolerance),
    flags: words.toSpliced(position, 1),
  };
}

/** A URL without a path means the path that Prometheus would scrape. */
function parseUrl(text: string): URL {
  if (!URL.canParse(text)) throw new UsageError(`"${text}" is not a URL`);
  const url = new URL(text);
  if (url.pathname === "/" && url.search === "" && !text.endsWith("/")) url.pathname = "/metrics";
  return url;
}

function duration(flag: string, text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined || !(seconds > 0)) throw new UsageError(`${flag}: "${text}" is not a duration such as 10s`);
  return seconds;
}

function part(flag: string, text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw new UsageError(`${flag}: "${text}" is not a number such as 0.05`);
  return value;
}
