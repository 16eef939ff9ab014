/** The only module that loads yargs, and only when needed: its option table prints the help and completes words. */
import type { Flag } from "./flag.ts";
import { switchText } from "./switch-text.ts";

/** --help with one line an option, as wide as it gets. */
export async function unfoldedHelp(program: string, usage: string, flags: readonly Flag[]): Promise<string> {
  const table = (await emptyTable(program)).usage(usage).wrap(null);
  for (const flag of flags) {
    const variable = flag.env === undefined ? "" : ` ($${flag.env})`;
    table.option(switchText(flag).slice(2), {
      group: flag.group,
      describe: `${flag.help}${variable}`,
      ...(flag.short === undefined ? {} : { alias: flag.short }),
    });
  }
  return table.getHelp();
}

/** Flags that could follow these words. */
export async function possibleWords(flags: readonly Flag[], words: readonly string[]): Promise<readonly string[]> {
  const table = await emptyTable("program");
  for (const { name, type, default: value } of flags) {
    if (type === "bool") table.option(name, { type: "boolean", default: value });
    else table.option(name, { type: "string" });
  }
  // A last word that starts with a dash has yargs offer flags.
  return table.getCompletion(["program", ...words, "-"]);
}

async function emptyTable(program: string) {
  const { default: yargs } = await import("yargs");
  return yargs([])
    .scriptName(program)
    .locale("en")
    .exitProcess(false)
    .help(false)
    .version(false)
    .parserConfiguration({ "dot-notation": false, "camel-case-expansion": false, "boolean-negation": true });
}
