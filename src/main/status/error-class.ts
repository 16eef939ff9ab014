import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";

/** Phrases of messages by which their faults are told apart; the first that fits counts. */
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^worker ended: /, "worker ended"],
  [/^left alone after: /, "left alone after its worker ended"],
  [/^left out while memory is short/, "left out while memory is short"],
  [/^the previous update has not returned yet/, "still busy with an earlier scrape"],
  [/^no answer before the deadline/, "no answer in time"],
  // An error number without a name.
  [/^E\d+: system call failed, /, "system call failed"],
];

/** As failed system calls begin (`EACCES: permission denied, …`), or those of sockets (`connect ECONNREFUSED …`). */
const SYSTEM_ERROR = /^(?:(E[A-Z0-9_]+): |[a-z]+ (E[A-Z0-9_]+)(?: |$))/;

/** Names of system errors with their classes. */
const SYSTEM_ERRORS: ReadonlyMap<string, string> = new Map([
  ...["ENOTFOUND", ...Object.keys(constants.errno)].map((code) => [code, code] as const),
  ...[...getSystemErrorMap().values()].map(([code, text]) => [code, `${text} (${code})`] as const),
]);

/** What kind of fault a message describes, in words that are not taken from it: it may hold anything that was read. */
export function errorClass(message: string): string {
  const known = CLASSES.find(([pattern]) => pattern.test(message));
  if (known !== undefined) return known[1];
  const [, failed = "", refused = failed] = SYSTEM_ERROR.exec(message) ?? [];
  return SYSTEM_ERRORS.get(refused) ?? "unexpected content";
}
