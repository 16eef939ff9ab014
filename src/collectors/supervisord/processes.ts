import { ParseError } from "../kit/errors.ts";
import { allOrNone, readItems, type Skip } from "../parsers/skip.ts";
import type { RpcValue } from "./xml-rpc.ts";

/** A process that supervisord takes care of, in its words. */
export interface SupervisedProcess {
  readonly name: string;
  readonly group: string;
  /** One of the numbers of http://supervisord.org/subprocess.html#process-states. */
  readonly state: number;
  readonly exitstatus: number;
  /** Seconds since 1970. */
  readonly start: number;
}

/** The answer of supervisor.getAllProcessInfo, an array of structs. */
export function parseProcesses(answer: RpcValue, skip: Skip = allOrNone): readonly SupervisedProcess[] {
  if (!Array.isArray(answer)) throw new ParseError("supervisord: the answer is not a list");
  return readItems(answer as readonly RpcValue[], skip, (entry) => {
    if (!(entry instanceof Map)) throw new ParseError("supervisord: an entry is not a struct");
    return {
      name: text(entry, "name"),
      group: text(entry, "group"),
      state: number(entry, "state"),
      exitstatus: number(entry, "exitstatus"),
      start: number(entry, "start"),
    };
  });
}

function text(entry: ReadonlyMap<string, RpcValue>, member: string): string {
  const value = entry.get(member);
  if (typeof value !== "string") throw missing(member, "text");
  return value;
}

function number(entry: ReadonlyMap<string, RpcValue>, member: string): number {
  const value = entry.get(member);
  if (typeof value !== "number") throw missing(member, "number");
  return value;
}

function missing(member: string, kind: string): ParseError {
  return new ParseError(`supervisord: an entry has no ${kind} ${member}`);
}
