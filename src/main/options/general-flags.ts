import { CPU_GROUPS } from "../../collectors/kit/cpu-group.ts";
import { type Declarations, flagsOf, type OptionsOf, optionsOf } from "./declared-flag.ts";
import type { Flag, Page } from "./flag.ts";
import { parseListenAddress } from "./listen-address.ts";
import { readMaxSeries } from "./max-series.ts";
import { parseSubnet } from "./subnet.ts";
import { systemdSockets } from "./systemd-sockets.ts";
import { UsageError } from "./usage-error.ts";
import type { Environment, FlagValues } from "./values.ts";

const print = (prints: Page, help: string) => ({ flag: prints, type: "bool", default: false, help, prints }) as const;

const pages: Declarations = {
  help: { ...print("help", "Print this help."), short: "h" },
  helpLong: { ...print("help-long", "Print this help with the hidden flags."), hidden: true },
  helpMan: { ...print("help-man", "Print a manual page for man(1)."), hidden: true },
  completion: { ...print("completion-bash", "Print the words that could come next."), hidden: true },
  scriptBash: { ...print("completion-script-bash", "Print a completion script for bash."), hidden: true },
  scriptZsh: { ...print("completion-script-zsh", "Print a completion script for zsh."), hidden: true },
  version: print("version", "Print the version."),
};

const config = {
  /** Later ones win. */
  files: {
    flag: "config.file",
    type: "strings",
    default: [],
    help: "YAML file with values of flags, which count unless a flag is given. Repeatable; later files win.",
  },
} as const satisfies Declarations;

const log = {
  level: {
    flag: "log.level",
    type: "string",
    default: "info",
    choices: ["debug", "info", "warn", "error"],
    ignoreCase: true,
    reloads: true,
    help: "Lowest level of log messages: debug, info, warn or error.",
  },
  format: {
    flag: "log.format",
    type: "string",
    default: "logfmt",
    choices: ["logfmt", "json"],
    help: "Format of log messages: logfmt or json.",
  },
} as const satisfies Declarations;

const threads = {
  processors: {
    flag: "runtime.gomaxprocs",
    type: "int",
    default: 1,
    least: 1,
    env: "GOMAXPROCS",
    help: "Maximum number of worker threads that collect at the same time.",
  },
  moreWorkers: {
    flag: "runtime.more-workers",
    type: "string",
    default: "auto",
    choices: ["auto", "never"],
    help: "More workers than one without --runtime.gomaxprocs: auto, on hosts with 64 or more CPUs while that makes scrapes shorter, or never.",
  },
} as const satisfies Declarations;

const web = {
  listen: {
    flag: "web.listen-address",
    type: "strings",
    default: [":9100"],
    help: "Address to listen on: :port, host:port, [v6]:port or unix:/path. Repeatable.",
    read: (texts) => texts.map((text) => parseListenAddress(text)),
  },
  telemetryPath: {
    flag: "web.telemetry-path",
    type: "string",
    default: "/metrics",
    help: "Path that serves the metrics.",
    read: absolutePath,
  },
  disableExporterMetrics: {
    flag: "web.disable-exporter-metrics",
    type: "bool",
    default: false,
    help: "Leave out the metrics of the exporter itself (process_*, promhttp_*, node_exporter_*).",
  },
  exporterMetrics: {
    flag: "web.exporter-metrics",
    type: "string",
    default: "default",
    choices: ["default", "full"],
    help: "Metrics of the exporter itself: default, or full with the cost of every collector, phases, workers and heaps.",
  },
  maxRequests: {
    flag: "web.max-requests",
    type: "int",
    default: 40,
    least: 0,
    help: "Maximum number of scrapes at the same time; more get 503. 0 means no limit.",
  },
  openMetrics: {
    flag: "web.openmetrics",
    type: "bool",
    default: true,
    help: "Serve OpenMetrics 1.0 to clients that prefer it.",
  },
  statusPage: {
    flag: "web.status-page",
    type: "bool",
    default: true,
    help: "Serve a status page on / to browsers, and the same as JSON on /-/status.",
  },
  statusDetails: {
    flag: "web.status-details",
    type: "bool",
    default: false,
    help: "Show flags, scrapers and error messages on the status page without authentication.",
  },
  enableLifecycle: {
    flag: "web.enable-lifecycle",
    type: "bool",
    default: false,
    help: "Read the config files again on POST /-/reload; SIGHUP does so in any case.",
  },
  learnedCompression: {
    flag: "web.learned-compression",
    type: "bool",
    default: true,
    help: "Compress responses whose lines stay the same with less CPU time, from about the 120th on.",
  },
  /** Networks whose clients are answered; empty: all. */
  allowed: {
    flag: "web.allow-cidr",
    type: "strings",
    default: [],
    help: "Network whose clients may connect, such as 10.0.0.0/8; default: every network. Repeatable.",
    read: (texts) => texts.map((text) => parseSubnet(text)),
  },
  /** Descriptors of listening sockets passed by systemd, which take the place of `listen`; empty without the flag. */
  sockets: {
    flag: "web.systemd-socket",
    type: "bool",
    default: false,
    help: "Listen on the sockets that systemd passes instead of on --web.listen-address.",
    read: (isOn, env) => (isOn ? systemdSockets(env, process.pid) : []),
  },
  /** Path of the web configuration; empty: none. */
  configFile: {
    flag: "web.config.file",
    type: "string",
    default: "",
    help: "File with TLS, authentication and rate limit settings.",
  },
} as const satisfies Declarations;

/** Times in seconds. */
const scrape = {
  timeoutMargin: {
    flag: "scrape.timeout-margin",
    type: "duration",
    default: "0.5s",
    least: 0,
    help: "Subtracted from the scrape timeout of the client, so that the response arrives in time.",
  },
  defaultTimeout: {
    flag: "scrape.default-timeout",
    type: "duration",
    default: "10s",
    help: "Time for a scrape whose client announces no timeout.",
    read: positiveTimeout,
  },
  maxSeries: {
    flag: "scrape.max-series",
    type: "strings",
    default: [],
    help: "Series to show at most: N of all collectors together, or COLLECTOR=N of one. Repeatable.",
    read: readMaxSeries,
  },
} as const satisfies Declarations;

const paths = {
  procfs: { flag: "path.procfs", type: "string", default: "/proc", help: "Where procfs is mounted." },
  sysfs: { flag: "path.sysfs", type: "string", default: "/sys", help: "Where sysfs is mounted." },
  rootfs: {
    flag: "path.rootfs",
    type: "string",
    default: "/",
    help: "Where the root filesystem of the host is mounted.",
  },
  udevData: { flag: "path.udev.data", type: "string", default: "/run/udev/data", help: "Where udev keeps its data." },
} as const satisfies Declarations;

const switches = {
  disableDefaults: {
    flag: "collector.disable-defaults",
    type: "bool",
    default: false,
    reloads: true,
    help: "Disable every collector that is not enabled by name.",
  },
} as const satisfies Declarations;

const cpu = {
  group: {
    flag: "cpu.group",
    type: "string",
    default: "none",
    choices: CPU_GROUPS,
    help: "Show CPUs in groups, under metric names of their own: node, package, all, or none to show each CPU.",
  },
} as const satisfies Declarations;

/** The flags that belong to no collector, in the order of --help. */
export const generalFlags: readonly Flag[] = [
  ...flagsOf("General", { ...pages, ...config, ...log, ...threads }),
  ...flagsOf("HTTP", web),
  ...flagsOf("Scrapes", scrape),
  ...flagsOf("Paths", paths),
  ...flagsOf("Collectors", { ...switches, ...cpu }),
];

/** What the general flags ask for, as plain data. */
export interface GeneralOptions extends OptionsOf<typeof threads> {
  readonly config: OptionsOf<typeof config>;
  readonly log: OptionsOf<typeof log>;
  readonly web: OptionsOf<typeof web>;
  readonly scrape: OptionsOf<typeof scrape>;
  readonly paths: OptionsOf<typeof paths>;
  readonly cpu: OptionsOf<typeof cpu>;
}

/** Checks the values that can be checked before anything starts; throws UsageError. */
export function generalOptions(values: FlagValues, env: Environment): GeneralOptions {
  return {
    config: optionsOf(config, values, env),
    log: optionsOf(log, values, env),
    ...optionsOf(threads, values, env),
    web: optionsOf(web, values, env),
    scrape: optionsOf(scrape, values, env),
    paths: optionsOf(paths, values, env),
    cpu: optionsOf(cpu, values, env),
  };
}

/** Whether only collectors that are switched on by name run. */
export function onlyNamedCollectors(values: FlagValues, env: Environment): boolean {
  return optionsOf(switches, values, env).disableDefaults;
}

function absolutePath(path: string): string {
  if (!path.startsWith("/")) throw new UsageError(`--web.telemetry-path: "${path}" does not start with /`);
  return path;
}

function positiveTimeout(seconds: number): number {
  if (!(seconds > 0)) throw new UsageError("--scrape.default-timeout: must be more than 0s");
  return seconds;
}
