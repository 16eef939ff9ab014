import type { Flag } from "./flag.ts";
import { unfoldedHelp } from "./option-table.ts";
import { usageLines } from "./usage.ts";

/** A longer option has its explanation on the next line. */
const MAX_LEFT = 30;
const GAP = 2;

/** The usage and all these flags in two columns, a group a collector, folded to the width of the terminal. */
export async function helpText(program: string, flags: readonly Flag[], width: number): Promise<string> {
  const [first = "", ...others] = usageLines(program);
  const usage = [`usage: ${first}`, ...others.map((line) => `       ${line}`)].join("\n");
  const lines = (await unfoldedHelp(program, usage, flags)).split("\n");
  const rows = lines.map((line) => splitRow(line));
  const widest = Math.max(0, ...rows.flatMap((row) => (row === undefined ? [] : [leftWidth(row)])));
  const text = lines.map((line, index) => foldRow(line, rows[index], widest + GAP, width));
  return `${text.join("\n")}\n`;
}

interface Row {
  readonly left: string;
  readonly right: string;
}

/** yargs indents options and puts at least two blanks before their explanation; undefined for other lines. */
function splitRow(line: string): Row | undefined {
  const [, left, right] = /^(  (?:-|    --)\S*(?: \S+)*) {2,}(\S.*)$/.exec(line) ?? [];
  return left === undefined || right === undefined ? undefined : { left, right };
}

function leftWidth({ left }: Row): number {
  return left.length <= MAX_LEFT ? left.length : 0;
}

function foldRow(line: string, row: Row | undefined, column: number, width: number): string {
  if (row === undefined) return line;
  const indent = " ".repeat(column);
  const right = wrap(row.right, Math.max(width - column, 20));
  if (leftWidth(row) === 0) return [row.left, ...right.map((text) => indent + text)].join("\n");
  return right.map((text, index) => (index === 0 ? row.left.padEnd(column) : indent) + text).join("\n");
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
