import { parseDuration } from "../../options/duration.ts";
import { UsageError } from "../../options/usage-error.ts";

/** The command line of `compare`; `flags` are those of the exporter. */
export interface CompareArguments {
  readonly help: boolean;
  readonly url: URL;
  readonly json: boolean;
  readonly insecure: boolean;
  /** Seconds for one scrape. */
  readonly timeout: number;
  /** How far gauges may differ, relative to their value. */
  readonly tolerance: number;
  readonly flags: readonly string[];
}

/** The last flag wins; throws UsageError. */
export function parseCompareArguments(argv: readonly string[]): CompareArguments {
  const rest = [...argv];
  const help = takeSwitch(rest, "--help") || takeSwitch(rest, "-h");
  const json = takeSwitch(rest, "--json");
  const insecure = takeSwitch(rest, "--insecure");
  const timeout = duration("--timeout", takeValue(rest, "--timeout") ?? "10s");
  const tolerance = part("--tolerance", takeValue(rest, "--tolerance") ?? "0.05");
  const position = rest.findIndex((word) => /^https?:\/\//i.test(word));
  const [word] = position < 0 ? [] : rest.splice(position, 1);
  if (word === undefined && !help) {
    throw new UsageError("compare needs the URL of an exporter, such as http://localhost:9100/metrics");
  }
  return { help, url: parseUrl(word ?? "http://localhost/"), json, insecure, timeout, tolerance, flags: rest };
}

function takeSwitch(words: string[], name: string): boolean {
  const found = words.includes(name);
  for (let i = words.indexOf(name); i >= 0; i = words.indexOf(name)) words.splice(i, 1);
  return found;
}

function takeValue(words: string[], name: string): string | undefined {
  let value: string | undefined;
  for (;;) {
    const i = words.findIndex((word) => word === name || word.startsWith(`${name}=`));
    const word = words[i];
    if (word === undefined) return value;
    const [, next] = words.splice(i, word === name ? 2 : 1);
    value = word === name ? next : word.slice(name.length + 1);
    if (value === undefined) throw new UsageError(`${name} needs a value`);
  }
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
