import type { Command } from "./command.ts";

/** All commands, in the order of --help. */
export const commands: readonly Command[] = [
  {
    name: "check-config",
    usage: "FILE... [<flags>]",
    summary: "Checks config files and shows what they result in.",
    load: async () => (await import("./check-config/run-check-config.ts")).default,
  },
  {
    name: "compare",
    usage: "URL [<flags>]",
    summary: "Compares another exporter with this program on the same host.",
    load: async () => (await import("./compare/run-compare.ts")).default,
  },
  {
    name: "doctor",
    usage: "[METRIC] [<flags>]",
    summary: "Explains why metrics are missing.",
    load: async () => (await import("./doctor/run-doctor.ts")).default,
  },
  {
    name: "health",
    usage: "URL [<flags>]",
    summary: "Asks a running exporter whether it is healthy.",
    load: async () => (await import("./health/run-health.ts")).default,
  },
  {
    name: "lint-textfile",
    usage: "FILE...",
    summary: "Checks files for the textfile collector.",
    load: async () => (await import("./lint-textfile/run-lint-textfile.ts")).default,
  },
  {
    name: "print",
    usage: "[<flags>]",
    summary: "Collects once and prints the result.",
    load: async () => (await import("./print/run-print.ts")).default,
  },
];
