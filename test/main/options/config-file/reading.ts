import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "../../../../src/main/options/options.ts";
import { parseArguments, type Parsed } from "../../../../src/main/options/parse.ts";
import { temporaryDirectory } from "../../../support/clean-up.ts";

/** A config file that may be written again. */
export interface ConfigFile {
  readonly path: string;
  /** Names it on the command line. */
  readonly flag: string;
  readonly write: (text: string | Uint8Array) => void;
}

export function configFile(name = "1.yml"): ConfigFile {
  const directory = temporaryDirectory();
  const path = join(directory, name);
  return { path, flag: `--config.file=${path}`, write: (text) => writeFileSync(path, text) };
}

/** Writes config files; returns the flags that name them, in their order. */
export function configFlags(...texts: readonly (string | Uint8Array)[]): readonly string[] {
  return texts.map((text, index) => {
    const { flag, write } = configFile(`${index + 1}.yml`);
    write(text);
    return flag;
  });
}

/** Reads a command line with the flags of all collectors. */
export function parse(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Parsed> {
  return parseArguments(argv, env, "prog");
}

/** The options of a command line. */
export async function options(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Options> {
  const parsed = await parse(argv, env);
  if (parsed.kind !== "run") throw new Error(JSON.stringify(parsed));
  return parsed.options;
}

/** What is wrong with config files; their directories are left out. */
export async function problems(...texts: readonly (string | Uint8Array)[]): Promise<readonly string[]> {
  const parsed = await parse(configFlags(...texts));
  if (parsed.kind !== "error") throw new Error("the config files are accepted");
  return parsed.problems.map((problem) => problem.replaceAll(/\/\S*\/(?=\d\.yml)/g, ""));
}
