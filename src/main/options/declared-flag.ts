import type { FlagSpec, ValueOf } from "../../collectors/kit/define.ts";
import type { Flag, FlagValue } from "./flag.ts";
import { ConfigFileError, UsageError } from "./usage-error.ts";
import { type Environment, type FlagValues, type Setting, withSource } from "./values.ts";

/** Flags of one part of the options, by the name of the option that each becomes. */
export type Declarations = Readonly<Record<string, DeclaredFlag>>;

/** A general flag: how it is written and what its value becomes. */
type DeclaredFlag<S extends FlagSpec = FlagSpec> = S extends FlagSpec
  ? S &
      Pick<Flag, "short" | "env" | "choices" | "ignoreCase" | "prints" | "reloads" | "least"> & {
        /** Full name without the dashes. */
        readonly flag: string;
        /** Makes the option of the flag's value, which it is otherwise; throws UsageError for what it cannot be. */
        readonly read?: (value: ValueOf<S>, env: Environment) => unknown;
      }
  : never;

/** The options that such flags become. */
export type OptionsOf<D extends Declarations> = { readonly [K in keyof D]: OptionOf<D[K]> };

type OptionOf<F extends DeclaredFlag> = F extends { readonly read: (...args: never) => infer R }
  ? R
  : F extends { readonly choices: readonly (infer C)[] }
    ? C
    : ValueOf<F>;

/** These flags for the table of all flags, under a heading of --help. */
export function flagsOf(group: string, declarations: Declarations): Flag[] {
  return Object.values(declarations).map(({ flag, ...spec }) => Object.assign({}, spec, { name: flag, group }));
}

/** Reads the options from the values of their flags; throws UsageError for the first that cannot be. */
export function optionsOf<D extends Declarations>(declarations: D, values: FlagValues, env: Environment): OptionsOf<D> {
  const entries = Object.entries(declarations).map(([key, declared]) => [
    key,
    placed(declared, values.get(declared.flag), env),
  ]);
  // Each option is what its declaration says, which is what OptionsOf says.
  return Object.fromEntries(entries) as OptionsOf<D>;
}

/** A problem names what sets the value: instead of the flag, the environment variable or the place in a config file. */
function placed(declared: DeclaredFlag, setting: Setting, env: Environment): unknown {
  try {
    return optionOf(declared, setting.value, env);
  } catch (error) {
    const { place, variable } = setting;
    if (!(error instanceof UsageError) || (place ?? variable) === undefined) throw error;
    const problem = withSource(error.message, declared.flag, setting);
    throw place === undefined ? new UsageError(problem) : new ConfigFileError([problem]);
  }
}

function optionOf({ flag, least = -Infinity, read }: DeclaredFlag, value: FlagValue, env: Environment): unknown {
  if (Number(value) < least) throw new UsageError(`--${flag}: must be ${least} or more, not ${String(value)}`);
  // The value has the type of its flag.
  return read === undefined ? value : read(value as never, env);
}
