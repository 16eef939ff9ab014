import { ParseError } from "../../kit/errors.ts";
import { parseUint } from "../numbers.ts";
import { allOrNone, type Skip, skipParseError } from "../skip.ts";

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

/**
 * Parses /proc/mdstat (md_seq_show in drivers/md/md.c), which begins with the line `Personalities :`. Other programs put
 * files of their own there, in which nothing is an array.
 */
export function parseMdstat(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly MdArray[] {
  const lines = bytes.toString("utf8").split("\n");
  const isMd = lines.some((line) => line.startsWith("Personalities"));
  const arrays: MdArray[] = [];
  let problem: Error | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || /^(\s|unused|Personalities)/.test(line)) continue;
    if (!isMd && !/^\S+ : /.test(line)) continue;
    try {
      arrays.push(parseArray(line, indentedLines(lines, index + 1), path));
    } catch (error) {
      problem = skipParseError(error, skip);
    }
  }
  if (arrays.length === 0 && problem !== undefined) throw problem;
  return arrays;
}

/** The lines that belong to an array, of which three are looked at. */
function indentedLines(lines: readonly string[], start: number): readonly string[] {
  const below = lines.slice(start, start + 3);
  const end = below.findIndex((line) => !/^\s+\S/.test(line));
  return end < 0 ? below : below.slice(0, end);
}

function parseArray(line: string, below: readonly string[], path: string): MdArray {
  const [name = "", colon, word] = line.trim().split(/\s+/);
  if (colon !== ":" || word === undefined) throw fault(path, "an array without a state", line);
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
