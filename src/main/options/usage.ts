/** The ways to call the program. */
export function usageLines(program: string): readonly string[] {
  return [`${program} [<flags>]`, `${program} compare URL [<flags>]`, `${program} lint-textfile FILE...`];
}
