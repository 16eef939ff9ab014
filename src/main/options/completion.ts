import { commands } from "../commands/table.ts";
import type { Flag } from "./flag.ts";
import { possibleWords } from "./option-table.ts";

/**
 * What could take the place of the last word; after `--flag=` only the value. Nothing where a value is expected
 * that cannot be known, so that the shell offers files.
 */
export async function completeWords(words: readonly string[], flags: readonly Flag[]): Promise<readonly string[]> {
  const current = words.at(-1) ?? "";
  const earlier = words.slice(0, -1);
  const command = commands.find(({ name }) => name === earlier[0]);
  if (command !== undefined) {
    const { completeCommand } = await import("../commands/run-command.ts");
    const { offered, passesOptions } = await completeCommand(command, words.slice(1));
    return passesOptions ? [...new Set([...offered, ...(await completeFlags(words.slice(1), flags))])] : offered;
  }
  const possible = await completeFlags(words, flags);
  if (earlier.length > 0) return possible;
  return [...possible, ...commands.map(({ name }) => name).filter((name) => name.startsWith(current))];
}

async function completeFlags(words: readonly string[], flags: readonly Flag[]): Promise<readonly string[]> {
  const current = words.at(-1) ?? "";
  const earlier = words.slice(0, -1);
  const [, name, value] = /^--([^=]*)=(.*)$/s.exec(current) ?? [];
  if (name !== undefined && value !== undefined) return valuesOf(flags, name, value);
  const awaiting = flags.find((flag) => flag.type !== "bool" && `--${flag.name}` === earlier.at(-1));
  if (awaiting !== undefined) return valuesOf(flags, awaiting.name, current);
  const possible = await possibleWords(flags, used(earlier, flags));
  return possible.filter((word) => word.startsWith(current));
}

function valuesOf(flags: readonly Flag[], name: string, start: string): readonly string[] {
  const choices = flags.find((flag) => flag.name === name)?.choices ?? [];
  return choices.filter((choice) => choice.startsWith(start));
}

/** Flags that are there already and may not come again. */
function used(words: readonly string[], flags: readonly Flag[]): readonly string[] {
  const repeatable = new Set(flags.flatMap(({ name, type }) => (type === "strings" ? [`--${name}`] : [])));
  const names = words.filter((word) => word.startsWith("--")).map((word) => word.split("=", 1)[0] ?? word);
  return names.filter((word) => !repeatable.has(word));
}
