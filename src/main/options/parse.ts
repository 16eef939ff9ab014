import { catalog } from "../../collectors/generated/catalog.ts";
import type { CollectorMetadata } from "../../collectors/kit/define.ts";
import type { Command } from "../commands/command.ts";
import { visible } from "../log/visible.ts";
import { commands } from "../commands/table.ts";
import type { Flag, Page } from "./flag.ts";
import { flagTable } from "./flag-table.ts";
import { findFlags, type Occurrences } from "./occurrences.ts";
import { buildOptions, type Options } from "./options.ts";
import type { PageContext } from "./pages.ts";
import { ConfigFileError, UsageError } from "./usage-error.ts";
import { type Environment, type FileSettings, resolveValues } from "./values.ts";

/** What the command line asks for. */
export type Parsed =
  | { readonly kind: "run"; readonly options: Options }
  /** For stdout; exit status 0. */
  | { readonly kind: "print"; readonly text: string }
  /** A line for stderr, without its line break, and all that is wrong; exit status 1. */
  | { readonly kind: "error"; readonly message: string; readonly problems: readonly string[] }
  /** With the arguments that follow its name. */
  | { readonly kind: "command"; readonly command: Command; readonly arguments: readonly string[] };

/** The arguments without the program; `programName` is what the user called it by. Never rejects. */
export async function parseArguments(
  argv: readonly string[],
  env: Environment,
  programName: string,
  collectors: readonly CollectorMetadata[] = catalog,
): Promise<Parsed> {
  const command = commands.find(({ name }) => name === argv[0]);
  if (command !== undefined) return { kind: "command", command, arguments: argv.slice(1) };
  const context: PageContext = { program: programName, flags: flagTable(collectors), env };
  try {
    const words = completedWords(argv);
    if (words !== undefined) return await print("completion-bash", { ...context, words });
    const occurrences = findFlags(argv, context.flags);
    const page = pageToPrint(occurrences);
    if (page !== undefined) return await print(page, context);
    if (occurrences.problem !== undefined) throw new UsageError(occurrences.problem);
    const files = await fileSettings(occurrences, context.flags);
    const values = resolveValues(context.flags, occurrences.found, env, files);
    return { kind: "run", options: buildOptions(values, collectors, env) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const isInFile = error instanceof ConfigFileError;
    const message = visible(`${programName}: error: ${error.message}${isInFile ? "" : ", try --help"}`);
    return { kind: "error", message, problems: isInFile ? error.problems : [error.message] };
  }
}

/** What reads config files is loaded only where there are some. */
async function fileSettings({ found }: Occurrences, flags: readonly Flag[]): Promise<FileSettings> {
  const files = found.flatMap(({ flag, text }) => (flag.name === "config.file" ? [text] : []));
  if (files.length === 0) return new Map();
  const { readConfigFiles } = await import("./config-file/read-config-files.ts");
  return readConfigFiles(files, flags);
}

/** The words to complete when completion is asked for; they are an unfinished command line, so nothing else counts. */
function completedWords(argv: readonly string[]): readonly string[] | undefined {
  const end = argv.indexOf("--");
  const position = argv.indexOf("--completion-bash");
  if (position === -1 || (end !== -1 && end < position)) return undefined;
  return argv.toSpliced(position, 1);
}

/**
 * The version and its like win over whatever is wrong after them; help wins over bad values only. The negated forms
 * print too, as in kingpin.
 */
function pageToPrint({ found, problem }: Occurrences): Page | undefined {
  const pages = found.flatMap(({ flag }) => (flag.prints === undefined ? [] : [flag.prints]));
  const first = pages.find((page) => page !== "help");
  if (first !== undefined) return first;
  return problem === undefined ? pages[0] : undefined;
}

/** What prints is loaded only when something is printed: yargs alone takes more time than the rest of the start. */
async function print(page: Page, context: PageContext): Promise<Parsed> {
  const { renderPage } = await import("./pages.ts");
  return { kind: "print", text: await renderPage(page, context) };
}
