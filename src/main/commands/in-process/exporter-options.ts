import type { Options } from "../../options/options.ts";
import { parseArguments } from "../../options/parse.ts";
import { UsageError } from "../../options/usage-error.ts";

/** What flags of the exporter that follow a command ask for; throws UsageError. */
export async function exporterOptions(
  command: string,
  flags: readonly string[],
  env: NodeJS.ProcessEnv,
  program: string,
): Promise<Options> {
  const parsed = await parseArguments(flags, env, program);
  if (parsed.kind === "run") return parsed.options;
  throw new UsageError(
    parsed.kind === "error"
      ? parsed.message.replace(`${program}: error: `, "")
      : `${command} does not accept these flags`,
  );
}
