import type * as Re2js from "re2js";
import { messageOf } from "../../../collectors/kit/errors.ts";
import { loadPackage } from "../../../collectors/kit/load-package.ts";
import { readBoundedFile } from "../../config-files/bounded-file.ts";
import type { Flag } from "../flag.ts";
import { ConfigFileError } from "../usage-error.ts";
import { type FileSettings, overlay, problemAt, type Setting } from "../values.ts";
import { keyTree } from "./key-tree.ts";
import { type ConfigFile, readConfigFile } from "./read-config-file.ts";

/** Reads config files, of which later ones win; throws ConfigFileError with all that is wrong with them. */
export function readConfigFiles(paths: readonly string[], flags: readonly Flag[]): FileSettings {
  const keys = keyTree(flags);
  const files = paths.map((path) => readFile(path, (text) => readConfigFile(text, path, keys, flags)));
  const problems = files.flatMap(({ settings, problems }) => [...problems, ...checked(settings, flags)]);
  if (problems.length > 0) throw new ConfigFileError(problems);
  return files.reduce<FileSettings>((lower, { settings }) => overlay(lower, settings, flags), new Map());
}

function readFile(path: string, read: (text: string) => ConfigFile): ConfigFile {
  try {
    if (path === "") throw new Error("its name is empty");
    const text = readBoundedFile(path);
    if (text.includes("\uFFFD")) throw new Error(`${path}: is not UTF-8`);
    return read(text);
  } catch (error) {
    return { settings: new Map(), problems: [`config file: ${messageOf(error)}`] };
  }
}

/** What is wrong with values that are what their flags take. */
function checked(settings: FileSettings, flags: readonly Flag[]): string[] {
  return flags.flatMap((flag) => {
    const setting = settings.get(flag.name);
    if (setting === undefined || flag.type !== "string") return [];
    const problem = flag.isPattern === true ? patternProblem(setting) : undefined;
    const other = flag.displaces?.find((name) => settings.has(name));
    return [
      ...(problem === undefined ? [] : [problemAt(setting, problem)]),
      // Of two that exclude each other the later one is named, and once.
      ...(other === undefined || !comesLater(flag.name, other, settings)
        ? []
        : [pairProblem(setting, settings.get(other))]),
    ];
  });
}

function patternProblem({ value }: Setting): string | undefined {
  const { RE2JS } = loadPackage("re2js") as typeof Re2js;
  try {
    RE2JS.compile(String(value));
    return undefined;
  } catch (error) {
    return `bad regular expression: ${messageOf(error)}`;
  }
}

function comesLater(flag: string, other: string, settings: FileSettings): boolean {
  const order = [...settings.keys()];
  return order.indexOf(flag) > order.indexOf(other);
}

function pairProblem(setting: Setting, other: Setting | undefined): string {
  return problemAt(setting, `cannot be combined with ${other?.place?.key} at ${other?.place?.position}`);
}
