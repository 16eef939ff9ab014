import { commands } from "../commands/table.ts";

/** The ways to call the program. */
export function usageLines(program: string): readonly string[] {
  return [`${program} [<flags>]`, ...commands.map(({ name, usage }) => `${program} ${name} ${usage}`)];
}
