import type { CollectorMetadata } from "../../collectors/generated/catalog.ts";
import type { LogLevel } from "../../collectors/kit/define.ts";
import type { CollectorOptions, HostPaths } from "../../workers/protocol/options.ts";
import { parseListenAddress, type ListenAddress } from "./listen-address.ts";
import { parseSubnet, type Subnet } from "./subnet.ts";
import { systemdSockets } from "./systemd-sockets.ts";
import { UsageError } from "./usage-error.ts";
import type { Environment, FlagValues } from "./values.ts";

/** What the command line asks for, as plain data. Times are in seconds. */
export interface Options {
  readonly web: WebOptions;
  readonly scrape: ScrapeOptions;
  readonly log: { readonly level: LogLevel; readonly format: "logfmt" | "json" };
  readonly paths: HostPaths;
  /** Upper bound of worker threads, at least 1. */
  readonly processors: number;
  readonly collectors: CollectorOptions;
  /** Enabled collectors that should not be used any more, with the reason. */
  readonly deprecated: readonly { readonly collector: string; readonly reason: string }[];
}

export interface WebOptions {
  readonly telemetryPath: string;
  readonly disableExporterMetrics: boolean;
  /** 0 is no limit. */
  readonly maxRequests: number;
  readonly openMetrics: boolean;
  /** Networks whose clients are answered; empty: all. */
  readonly allowed: readonly Subnet[];
  /** Not used when there are `sockets`. */
  readonly listen: readonly ListenAddress[];
  /** Descriptors of listening sockets passed by systemd; empty without `--web.systemd-socket`. */
  readonly sockets: readonly number[];
  /** Path of the web configuration; empty: none. */
  readonly configFile: string;
}

export interface ScrapeOptions {
  /** Taken off the client's timeout. */
  readonly timeoutMargin: number;
  /** Timeout of a scrape whose client names none. */
  readonly defaultTimeout: number;
}

/** Checks the values that can be checked before anything starts; throws UsageError. */
export function buildOptions(values: FlagValues, collectors: readonly CollectorMetadata[], env: Environment): Options {
  const enabled = enabledCollectors(values, collectors);
  return {
    web: webOptions(values, env),
    scrape: scrapeOptions(values),
    log: { level: values.text("log.level") as LogLevel, format: values.text("log.format") as "logfmt" | "json" },
    paths: {
      procfs: values.text("path.procfs"),
      sysfs: values.text("path.sysfs"),
      rootfs: values.text("path.rootfs"),
      udevData: values.text("path.udev.data"),
    },
    processors: atLeast(1, "runtime.gomaxprocs", values),
    collectors: collectorOptions(values, collectors, enabled),
    deprecated: enabled.flatMap(({ name, deprecated }) =>
      deprecated === undefined ? [] : [{ collector: name, reason: deprecated }],
    ),
  };
}

function webOptions(values: FlagValues, env: Environment): WebOptions {
  const telemetryPath = values.text("web.telemetry-path");
  if (!telemetryPath.startsWith("/")) {
    throw new UsageError(`--web.telemetry-path: "${telemetryPath}" does not start with /`);
  }
  return {
    telemetryPath,
    disableExporterMetrics: values.switch("web.disable-exporter-metrics"),
    maxRequests: atLeast(0, "web.max-requests", values),
    openMetrics: values.switch("web.openmetrics"),
    allowed: values.list("web.allow-cidr").map((text) => parseSubnet(text)),
    listen: values.list("web.listen-address").map((text) => parseListenAddress(text)),
    sockets: values.switch("web.systemd-socket") ? systemdSockets(env, process.pid) : [],
    configFile: values.text("web.config.file"),
  };
}

function scrapeOptions(values: FlagValues): ScrapeOptions {
  const defaultTimeout = values.number("scrape.default-timeout");
  if (!(defaultTimeout > 0)) throw new UsageError("--scrape.default-timeout: must be more than 0s");
  return { timeoutMargin: atLeast(0, "scrape.timeout-margin", values), defaultTimeout };
}

function atLeast(least: number, flag: string, values: FlagValues): number {
  const value = values.number(flag);
  if (value < least) throw new UsageError(`--${flag}: must be ${least} or more, not ${value}`);
  return value;
}

function enabledCollectors(values: FlagValues, collectors: readonly CollectorMetadata[]): readonly CollectorMetadata[] {
  const onlyNamed = values.switch("collector.disable-defaults");
  return collectors.filter(({ name }) => {
    const flag = `collector.${name}`;
    return values.switch(flag) && (!onlyNamed || values.given.has(flag));
  });
}

function collectorOptions(
  values: FlagValues,
  collectors: readonly CollectorMetadata[],
  enabled: readonly CollectorMetadata[],
): CollectorOptions {
  const names = collectors.flatMap(({ flags }) => Object.keys(flags));
  return {
    flags: Object.fromEntries(names.map((name) => [name, values.get(name)])),
    given: names.filter((name) => values.given.has(name)),
    enabled: enabled.map(({ name }) => name),
  };
}
