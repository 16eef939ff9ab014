import { versionText } from "./build-info.ts";
import { completeWords } from "./completion.ts";
import { bashScript, zshScript } from "./completion-scripts.ts";
import type { Flag, Page } from "./flag.ts";
import { helpText } from "./help.ts";
import { manualPage } from "./manual.ts";
import type { Environment } from "./values.ts";

export interface PageContext {
  readonly program: string;
  readonly flags: readonly Flag[];
  readonly env: Environment;
  /** For completion: the command line so far; the last word is the one to complete. */
  readonly words?: readonly string[];
}

/** The text of a page, which ends with a line break unless it is empty. */
export async function renderPage(page: Page, context: PageContext): Promise<string> {
  return renderers[page](context);
}

const renderers: Readonly<Record<Page, (context: PageContext) => string | Promise<string>>> = {
  help: ({ program, flags, env }) => helpText(program, visible(flags), terminalWidth(env)),
  "help-long": ({ program, flags, env }) => helpText(program, flags, terminalWidth(env)),
  "help-man": ({ program, flags }) => manualPage(program, visible(flags)),
  version: () => versionText(),
  "completion-script-bash": ({ program }) => bashScript(program),
  "completion-script-zsh": ({ program }) => zshScript(program),
  "completion-bash": async ({ words = [], flags }) =>
    (await completeWords(words, visible(flags)))
      .map(
        (word) => `${word}
`,
      )
      .join(""),
};

function visible(flags: readonly Flag[]): readonly Flag[] {
  return flags.filter(({ hidden }) => hidden !== true);
}

function terminalWidth({ COLUMNS: columns = "" }: Environment): number {
  const width = /^\d{1,4}$/.test(columns) ? Number(columns) : 0;
  if (width > 0) return width;
  // Missing when stdout is not a terminal, whatever the types say.
  const terminal: number | undefined = process.stdout.columns;
  return terminal === undefined || terminal <= 0 ? 80 : terminal;
}
