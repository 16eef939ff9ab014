import type { Format } from "../exposition/merge.ts";

export interface Negotiated {
  readonly format: Format;
  readonly contentType: string;
}

const ESCAPINGS = new Set(["allow-utf-8", "underscores", "dots", "values"]);
const MAX_REMEMBERED = 200;

interface Entry {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

const remembered = new Map<string, Negotiated>();

/**
 * Chooses the format by an Accept header: entries by descending quality, the first that can be served wins, text format
 * 0.0.4 where none can. OpenMetrics only where `openMetrics` allows it.
 */
export function negotiateFormat(accept: string | undefined, openMetrics: boolean): Negotiated {
  const key = `${openMetrics} ${accept}`;
  let negotiated = remembered.get(key);
  if (negotiated === undefined) {
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, (negotiated = choose(accept ?? "", openMetrics)));
  }
  return negotiated;
}

function choose(accept: string, openMetrics: boolean): Negotiated {
  let escaping = "underscores";
  for (const { type, parameters, quality } of parseEntries(accept)) {
    const asked = parameters.get("escaping");
    if (asked !== undefined && ESCAPINGS.has(asked)) escaping = asked;
    if (quality === 0) continue;
    const version = parameters.get("version");
    if (type === "text/plain" && (version === undefined || version === "0.0.4")) return text(escaping);
    if (openMetrics && type === "application/openmetrics-text" && isOpenMetricsVersion(version)) {
      const contentType = `application/openmetrics-text; version=${version ?? "1.0.0"}; charset=utf-8; escaping=${escaping}`;
      return { format: "openmetrics", contentType };
    }
  }
  return text(escaping);
}

function isOpenMetricsVersion(version: string | undefined): boolean {
  return version === undefined || version === "1.0.0" || version === "0.0.1";
}

function text(escaping: string): Negotiated {
  return { format: "text", contentType: `text/plain; version=0.0.4; charset=utf-8; escaping=${escaping}` };
}

const encodings = new Map<string, boolean>();

/**
 * True when gzip is the better of identity and gzip: the higher quality wins, identity on a tie,
 * `*` stands for identity. An encoding that is not named is not offered.
 */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  if (acceptEncoding === undefined) return false;
  let verdict = encodings.get(acceptEncoding);
  if (verdict === undefined) {
    if (encodings.size >= MAX_REMEMBERED) encodings.clear();
    encodings.set(acceptEncoding, (verdict = prefersGzip(parseEntries(acceptEncoding))));
  }
  return verdict;
}

function prefersGzip(entries: readonly Entry[]): boolean {
  const quality = (name: string) => entries.find(({ type }) => type === name)?.quality;
  const gzip = quality("gzip") ?? 0;
  const identity = quality("identity") ?? quality("*") ?? 0;
  return gzip > identity;
}

/** Whether an Accept header names HTML, as that of browsers does; `*` does not count. */
export function acceptsHtml(accept: string | undefined): boolean {
  if (accept === undefined || !/text\/html/i.test(accept)) return false;
  return parseEntries(accept).some(({ type, quality }) => type === "text/html" && quality > 0);
}

/** Entries of an Accept header, names in lower case, by descending quality; equal ones keep their order. */
function parseEntries(header: string): Entry[] {
  return header
    .split(",")
    .map(parseEntry)
    .toSorted((a, b) => b.quality - a.quality);
}

function parseEntry(text: string): Entry {
  const [type = "", ...rest] = text.split(";").map((part) => part.trim());
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const equals = part.indexOf("=");
    if (equals > 0) parameters.set(part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim());
  }
  const asked = parameters.get("q");
  const quality = asked === undefined ? 1 : Number(asked);
  return { type: type.toLowerCase(), parameters, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}
