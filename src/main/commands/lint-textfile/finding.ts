import { visible } from "../../log/visible.ts";

/** What is wrong with a file; a warning does not keep its samples from being shown. */
export interface Finding {
  readonly file: string;
  /** From 1 on; 0 for the file as a whole. */
  readonly line: number;
  readonly reason: string;
  readonly isWarning?: true;
}

/** `file:line: reason`, as editors and compilers have it. */
export function findingText({ file, line, reason, isWarning }: Finding): string {
  return `${visible(file)}${line > 0 ? `:${line}` : ""}: ${isWarning === true ? "warning: " : ""}${visible(reason)}`;
}
