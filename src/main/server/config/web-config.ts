import { dirname } from "node:path";
import { parseDuration } from "../../options/duration.ts";
import { WebError } from "../web-error.ts";
import { HTTP2_SUITES } from "./go-names.ts";
import { readHeaders, type Header } from "./headers.ts";
import { readTls, type TlsConfig } from "./tls-config.ts";
import { costOf, readUsers, type Users } from "./users.ts";
import { type Dialect, readYaml, type YamlValue } from "../../config-files/yaml-value.ts";

/** The contents of a web configuration file, checked except for the certificates. */
export interface WebConfig {
  /** Undefined: plain HTTP. */
  readonly tls: TlsConfig | undefined;
  readonly http2: boolean;
  /** Set on every response. */
  readonly headers: readonly Header[];
  /** Without users everyone is let in. */
  readonly users: Users;
  readonly rateLimit: RateLimit | undefined;
  /** What is allowed but probably not meant. */
  readonly warnings: readonly string[];
}

/** One request more each `interval` seconds, `burst` at once. */
export interface RateLimit {
  readonly interval: number;
  readonly burst: number;
}

/** No file, or an empty one. */
export const NO_CONFIG: WebConfig = {
  tls: undefined,
  http2: true,
  headers: [],
  users: new Map(),
  rateLimit: undefined,
  warnings: [],
};

/** As node_exporter reads it. */
const DIALECT: Dialect = { version: "1.1", hasColumns: false, error: (message) => new WebError(message) };

/** Throws WebError with file, line and key. Relative paths in it are relative to the directory of the file. */
export function parseWebConfig(text: string, file: string): WebConfig {
  const get = readYaml(text, file, DIALECT).record([
    "tls_server_config",
    "http_server_config",
    "basic_auth_users",
    "rate_limit",
  ]);
  const http = get("http_server_config")?.record(["http2", "headers"]);
  const tlsValue = get("tls_server_config");
  const tls = readTls(tlsValue, dirname(file));
  const http2 = http?.("http2")?.boolean() ?? true;
  if (http2) checkHttp2Suites(tlsValue, tls);
  const users = readUsers(get("basic_auth_users"));
  return {
    tls,
    http2,
    headers: readHeaders(http?.("headers")),
    users,
    rateLimit: readRateLimit(get("rate_limit")),
    warnings: [
      ...(tlsValue !== undefined && tls === undefined
        ? [`${tlsValue.place}: no certificate is named, so HTTP is served without TLS`]
        : []),
      ...costWarnings(file, users),
    ],
  };
}

/** Every wrong password is refused as late as one of the most expensive user, or the time would show who exists. */
function costWarnings(file: string, users: Users): string[] {
  const costs = [...users.values()].map(costOf);
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  if (least >= most) return [];
  return [
    `${file}: basic_auth_users: hashes cost ${least} to ${most}; every wrong password waits as long as ${most} takes`,
  ];
}

function checkHttp2Suites(value: YamlValue | undefined, tls: TlsConfig | undefined): void {
  if (value === undefined || tls?.suites === undefined || tls.minVersion === "TLS13") return;
  if (tls.suites.some((name) => HTTP2_SUITES.includes(name))) return;
  throw value.error(`cipher_suites: HTTP/2 needs ${HTTP2_SUITES.join(" or ")}; add one or set http2: false`);
}

function readRateLimit(value: YamlValue | undefined): RateLimit | undefined {
  const get = value?.record(["interval", "burst"]);
  const interval = readInterval(get?.("interval"));
  const burst = get?.("burst")?.integer() ?? 0;
  return interval > 0 ? { interval, burst } : undefined;
}

const NANOSECOND = 1e-9;

/** A duration with units; a bare number counts nanoseconds. */
function readInterval(value: YamlValue | undefined): number {
  if (value === undefined) return 0;
  const text = value.text();
  if (/^[+-]?\d+$/.test(text)) return Number(text) * NANOSECOND;
  const seconds = /[dw]/.test(text) ? undefined : parseDuration(text);
  if (seconds === undefined) throw value.error("must be a duration such as 500ms or 1s");
  return seconds;
}
