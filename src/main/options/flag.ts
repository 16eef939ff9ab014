import type { FlagSpec } from "../../collectors/kit/define.ts";

/** Text of a bool is `true` or `false`; a list is the value of a repeatable flag. */
export type FlagValue = string | number | boolean | readonly string[];

/** One line of the option table. */
export type Flag = FlagSpec & {
  /** Full name without the dashes; dots are part of it. */
  readonly name: string;
  /** Heading in --help. */
  readonly group: string;
  readonly short?: string;
  /** Environment variable that is asked when the flag is not on the command line. */
  readonly env?: string;
  /** The only values allowed; upper and lower case are the same when `ignoreCase` is set. */
  readonly choices?: readonly string[];
  readonly ignoreCase?: true;
  /** The collector that the flag switches on and off. */
  readonly switches?: string;
  /** Smallest number allowed. */
  readonly least?: number;
  /** A reload of the config files changes it. */
  readonly reloads?: true;
  /** Has the program print something and end. */
  readonly prints?: Page;
};

/** What can be printed instead of running. */
export type Page =
  | "help"
  | "help-long"
  | "help-man"
  | "version"
  | "completion-script-bash"
  | "completion-script-zsh"
  | "completion-bash";
