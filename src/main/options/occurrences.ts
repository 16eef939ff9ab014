/**
 * Finds the flags on the command line. yargs does not do this: it takes `--flag=true` and `--flag true` for switches,
 * lets a flag be repeated, takes values that start with a dash, stray arguments and `-name`, and knows no `@file`.
 */
import { ArgumentQueue, type Word } from "./arguments.ts";
import type { Flag } from "./flag.ts";
import { UsageError } from "./usage-error.ts";

/** A flag on the command line with its value as text; a switch has `true` or `false`. */
export interface Occurrence {
  readonly flag: Flag;
  readonly text: string;
}

export interface Occurrences {
  readonly found: readonly Occurrence[];
  /** What ended the search early. Its weight depends on what was found before. */
  readonly problem?: string;
}

export function findFlags(argv: readonly string[], flags: readonly Flag[]): Occurrences {
  const found: Occurrence[] = [];
  // The negated names come first: a flag that is literally named no-x takes their place.
  const known = new Map([...flags.flatMap((flag) => negatedName(flag)), ...flags.flatMap((flag) => namesOf(flag))]);
  const queue = new ArgumentQueue(argv);
  try {
    for (let word = queue.next(); word !== undefined; word = queue.next()) {
      if (word.kind === "plain") return { found, problem: `unexpected ${word.text}` };
      const occurrence = take(word, known, queue);
      found.push(occurrence);
      if (word.kind === "long" && word.value !== undefined && occurrence.flag.type === "bool") {
        return { found, problem: `unexpected ${word.value}${hint(occurrence)}` };
      }
    }
    return { found };
  } catch (error) {
    if (error instanceof UsageError) return { found, problem: error.message };
    throw error;
  }
}

function negatedName(flag: Flag): [string, Occurrence][] {
  return flag.type === "bool" ? [[`--no-${flag.name}`, { flag, text: "false" }]] : [];
}

function namesOf(flag: Flag): [string, Occurrence][] {
  const names = [`--${flag.name}`, ...(flag.short === undefined ? [] : [`-${flag.short}`])];
  return names.map((name) => [name, { flag, text: "true" }]);
}

function take(
  word: Exclude<Word, { kind: "plain" }>,
  known: ReadonlyMap<string, Occurrence>,
  queue: ArgumentQueue,
): Occurrence {
  const name = word.kind === "long" ? `--${word.name}` : `-${word.letter}`;
  const match = known.get(name);
  if (match === undefined) throw new UsageError(`unknown ${word.kind} flag '${name}'`);
  if (match.flag.type === "bool") return match;
  const attached = word.kind === "long" ? word.value : undefined;
  return { flag: match.flag, text: attached ?? following(name, queue) };
}

function following(name: string, queue: ArgumentQueue): string {
  const word = queue.next();
  if (word?.kind === "plain") return word.text;
  throw new UsageError(`expected argument for flag '${name}'`);
}

/** Switches are often given a value. */
function hint({ flag: { name, prints } }: Occurrence): string {
  return prints === undefined ? ` (--${name} takes no value; use --${name} or --no-${name})` : "";
}
