/** Why a textfile, or a part of one, is not shown. */
export type ProblemReason =
  | "directory"
  | "read"
  | "not_regular"
  | "too_large"
  | "parse"
  | "duplicate_series"
  | "help_conflict"
  | "type_conflict"
  | "name_conflict";

/** A fault of one file; the reason is a label value, the message is for the log. */
export interface Problem {
  readonly reason: ProblemReason;
  readonly message: string;
}
