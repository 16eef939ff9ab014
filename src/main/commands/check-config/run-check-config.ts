import { catalog } from "../../../collectors/generated/catalog.ts";
import { messageOf } from "../../../collectors/kit/errors.ts";
import { visible } from "../../log/visible.ts";
import { configText } from "../../options/config-file/print-config.ts";
import { flagTable } from "../../options/flag-table.ts";
import type { Options } from "../../options/options.ts";
import { parseArguments } from "../../options/parse.ts";
import { UsageError } from "../../options/usage-error.ts";
import { problemAt } from "../../options/values.ts";
import { checkWebConfig } from "../../server/config/live-config.ts";
import { defineProgram } from "../command.ts";
import { startProblems } from "./start-problems.ts";

const FAULTLESS = 0;
const FAULTY = 1;

/** The command `check-config`. */
export default defineProgram({
  description: `Reads config files in order; later files win. The exporter's flags come after
them. Makes the enabled collectors ready as at the start and ends them again,
without listening or collecting: run it where the exporter runs, as its user.
Prints the resulting configuration as a config file that names the origin of
every value, or else every fault with its file, line, column and key, or with
its flag. The exit status is 0 if nothing is wrong, 1 otherwise, 2 without a
file or flags.`,
  options: {},
  passesOptions: true,
  run: async (_options, { words, env, program }) => {
    if (words.length === 0) throw new UsageError("check-config needs a file or flags");
    const parsed = await parseArguments(argumentsOf(words), withSockets(env), program);
    if (parsed.kind === "error") return report(parsed.problems);
    if (parsed.kind !== "run") throw new UsageError("check-config does not accept these flags");
    const problems = [...webProblems(parsed.options), ...(await startProblems(parsed.options))];
    if (problems.length > 0) return report(problems);
    process.stdout.write(textOf(parsed.options));
    return FAULTLESS;
  },
});

/** Words before the first flag are config files. */
function argumentsOf(words: readonly string[]): readonly string[] {
  const end = words.findIndex((word) => word.startsWith("-"));
  const files = end === -1 ? words : words.slice(0, end);
  return [...files.map((file) => `--config.file=${file}`), ...words.slice(files.length)];
}

/** systemd passes sockets to the exporter, not to its check. */
function withSockets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, LISTEN_FDS: "1", LISTEN_PID: String(process.pid) };
}

function webProblems({ web, settings }: Options): readonly string[] {
  try {
    if (web.configFile !== "") checkWebConfig(web.configFile);
    return [];
  } catch (error) {
    return [problemAt(settings.get("web.config.file"), messageOf(error))];
  }
}

function report(problems: readonly string[]): number {
  process.stderr.write(problems.map((problem) => `${visible(problem)}\n`).join(""));
  return FAULTY;
}

function textOf({ settings, collectors: { enabled } }: Options): string {
  const running = enabled.length === 0 ? "none" : enabled.join(" ");
  return `${configText(settings, flagTable(catalog))}# Collectors that run: ${running}\n`;
}
