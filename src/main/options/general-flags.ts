import type { FlagSpec } from "../../collectors/kit/define.ts";
import type { Flag } from "./flag.ts";

type Extras = Pick<Flag, "short" | "env" | "choices" | "ignoreCase" | "prints">;
type Specs = Readonly<Record<string, FlagSpec & Extras>>;

const print = (prints: NonNullable<Flag["prints"]>, help: string) =>
  ({ type: "bool", default: false, help, prints }) as const;

const general: Specs = {
  help: { ...print("help", "Print this help."), short: "h" },
  "help-long": { ...print("help-long", "Print this help with the hidden flags."), hidden: true },
  "help-man": { ...print("help-man", "Print a manual page for man(1)."), hidden: true },
  "completion-bash": { ...print("completion", "Print the words that could come next."), hidden: true },
  "completion-script-bash": { ...print("script-bash", "Print a completion script for bash."), hidden: true },
  "completion-script-zsh": { ...print("script-zsh", "Print a completion script for zsh."), hidden: true },
  version: print("version", "Print the version."),
  "log.level": {
    type: "string",
    default: "info",
    choices: ["debug", "info", "warn", "error"],
    ignoreCase: true,
    help: "Lowest level of messages to log: debug, info, warn or error.",
  },
  "log.format": {
    type: "string",
    default: "logfmt",
    choices: ["logfmt", "json"],
    help: "Format of log messages: logfmt or json.",
  },
  "runtime.gomaxprocs": {
    type: "int",
    default: 1,
    env: "GOMAXPROCS",
    help: "Upper bound of worker threads that collect at the same time.",
  },
};

const web: Specs = {
  "web.listen-address": {
    type: "strings",
    default: [":9100"],
    help: "Address to listen on: :port, host:port, [v6]:port or unix:/path. Repeatable.",
  },
  "web.telemetry-path": { type: "string", default: "/metrics", help: "Path of the metrics." },
  "web.disable-exporter-metrics": {
    type: "bool",
    default: false,
    help: "Leave out the metrics of the exporter itself (process_*, promhttp_*, nodejs_*).",
  },
  "web.max-requests": { type: "int", default: 40, help: "Scrapes at the same time before 503; 0 is no limit." },
  "web.openmetrics": { type: "bool", default: true, help: "Answer in OpenMetrics 1.0 when the client prefers it." },
  "web.allow-cidr": {
    type: "strings",
    default: [],
    help: "Network whose clients are answered, such as 10.0.0.0/8; without it every client is. Repeatable.",
  },
  "web.systemd-socket": {
    type: "bool",
    default: false,
    help: "Listen on the sockets that systemd passes instead of --web.listen-address.",
  },
  "web.config.file": { type: "string", default: "", help: "File with TLS, authentication and rate limit settings." },
};

const scrape: Specs = {
  "scrape.timeout-margin": {
    type: "duration",
    default: "0.5s",
    help: "Taken off the scrape timeout of the client, so that the answer arrives in time.",
  },
  "scrape.default-timeout": {
    type: "duration",
    default: "10s",
    help: "Time for a scrape whose client names no timeout.",
  },
};

const paths: Specs = {
  "path.procfs": { type: "string", default: "/proc", help: "Where procfs is mounted." },
  "path.sysfs": { type: "string", default: "/sys", help: "Where sysfs is mounted." },
  "path.rootfs": { type: "string", default: "/", help: "Where the root filesystem of the host is mounted." },
  "path.udev.data": { type: "string", default: "/run/udev/data", help: "Where udev keeps its data." },
};

const collectors: Specs = {
  "collector.disable-defaults": {
    type: "bool",
    default: false,
    help: "Switch off every collector that is not switched on by name.",
  },
};

/** The flags that belong to no collector, in the order of --help. */
export const generalFlags: readonly Flag[] = [
  ...section("General", general),
  ...section("HTTP", web),
  ...section("Scrapes", scrape),
  ...section("Paths", paths),
  ...section("Collectors", collectors),
];

function section(group: string, specs: Specs): Flag[] {
  return Object.entries(specs).map(([name, spec]) => Object.assign({}, spec, { name, group }));
}
