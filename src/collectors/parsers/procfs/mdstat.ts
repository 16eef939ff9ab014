import { ParseError } from "../../kit/errors.ts";
import { parseUint } from "../scanner.ts";

type MdActivity = "recovering" | "reshaping" | "checking" | "resyncing";

/** One array of /proc/mdstat; blocks are of 1,024 bytes. */
export interface MdArray {
  readonly name: string;
  /** The activity that runs, or else the kernel's word for the state (`active`, `inactive`). */
  readonly state: string;
  readonly required: number;
  readonly active: number;
  readonly failed: number;
  readonly spare: number;
  readonly blocks: number;
  /** Blocks that the running activity has done; all of them where nothing runs. */
  readonly blocksSynced: number;
}

/** Words of a progress line, in the order in which they are looked for. */
const ACTIVITIES: readonly (readonly [word: string, activity: MdActivity])[] = [
  ["recovery", "recovering"],
  ["reshape", "reshaping"],
  ["check", "checking"],
  ["resync", "resyncing"],
];

/** An activity that waits, or runs on another node of the cluster (Linux 4.2 and later). */
const WAITING = /PENDING|DELAYED|REMOTE/;

const PROGRESS = /= +[0-9.]+% +\(([0-9]+)\/[0-9]+\) +finish=[0-9.]+min +speed=[0-9]+K\/sec/;
const STATUS = /^\s*[0-9]+ blocks .*\[([0-9]+)\/([0-9]+)\] \[[U_]+\]/;

/** Parses /proc/mdstat (md_seq_show in drivers/md/md.c). */
export function parseMdstat(bytes: Buffer, path: string): readonly MdArray[] {
  const lines = bytes.toString("utf8").split("\n");
  const arrays: MdArray[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || /^(\s|unused|Personalities)/.test(line)) continue;
    if (lines.length <= index + 3) throw fault(path, "an array without its status", line);
    arrays.push(parseArray(line, lines.slice(index + 1, index + 4), path));
  }
  return arrays;
}

function parseArray(line: string, below: readonly string[], path: string): MdArray {
  const [name = "", , word] = line.trim().split(/\s+/);
  if (word === undefined) throw fault(path, "an array without a state", line);
  const [status = "", second = "", third = ""] = below;
  const blocks = parseUint(status.trim().split(/\s+/)[0] ?? "");
  if (blocks === undefined) throw fault(path, "a status without a number of blocks", status);
  const { required, active } = parseDisks(line, status, path);
  const { activity, synced } = parseProgress(second.includes("bitmap") ? third : second, blocks, path);
  return {
    name,
    state: activity ?? word,
    required,
    active,
    failed: occurrences(line, "(F)"),
    spare: occurrences(line, "(S)"),
    blocks,
    blocksSynced: synced,
  };
}

/** Levels without redundancy and stopped arrays do not print `[required/active]`. */
function parseDisks(line: string, status: string, path: string): { required: number; active: number } {
  if (line.includes("raid0") || line.includes("linear")) {
    const members = occurrences(line, "[");
    return { required: members, active: members };
  }
  if (line.includes("inactive")) return { required: 0, active: 0 };
  const [, required, active] = STATUS.exec(status) ?? [];
  if (required === undefined || active === undefined) throw fault(path, "a status without numbers of disks", status);
  return { required: numberOf(required, path), active: numberOf(active, path) };
}

function parseProgress(line: string, blocks: number, path: string): { activity?: MdActivity; synced: number } {
  const activity = ACTIVITIES.find(([word]) => line.includes(word))?.[1];
  if (activity === undefined) return { synced: blocks };
  if (WAITING.test(line)) return { activity, synced: 0 };
  const synced = PROGRESS.exec(line)?.[1];
  if (synced === undefined) throw fault(path, "an activity without its progress", line);
  return { activity, synced: numberOf(synced, path) };
}

function numberOf(figures: string, path: string): number {
  const value = parseUint(figures);
  if (value === undefined) throw fault(path, "a number that is too large", figures);
  return value;
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}

function fault(path: string, problem: string, line: string): ParseError {
  return new ParseError(`${path}: ${problem} in ${JSON.stringify(line.slice(0, 120))}`);
}
