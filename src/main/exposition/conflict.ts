import { compareBytewise } from "../../collectors/text-format/order.ts";
import { namesBeside } from "../../collectors/text-format/sample-names.ts";
import type { FamilyDefinition } from "../../workers/protocol/definition.ts";
import { type Piece, samplesStart } from "../../workers/protocol/section.ts";

/** Something that was left out because another source had it first. */
export interface Conflict {
  readonly family: string;
  readonly problem: string;
  /** True when users brought what was left out. */
  readonly foreign: boolean;
}

interface Line {
  readonly text: string;
  readonly labels: string;
  readonly values: readonly string[];
}

/**
 * Makes one family of the pieces that several sources gave under one name. A built-in family wins over one that users
 * bring; then the first source wins. Samples with labels that were there before, and pieces of another type, are left out.
 */
export function resolveConflict(pieces: readonly Piece[], conflicts: Conflict[]): Piece {
  const [winner, ...others] = pieces.toSorted((a, b) => Number(a.foreign) - Number(b.foreign));
  if (winner === undefined) throw new RangeError("a conflict needs pieces");
  const { name, type } = winner.definition;
  const same = others.filter((piece) => {
    if (piece.definition.type === type) return true;
    const problem = `is a ${piece.definition.type} in one source and a ${type} in another`;
    conflicts.push({ family: name, problem, foreign: piece.foreign });
    return false;
  });
  if (same.length === 0) return winner;
  if (type === "histogram" || type === "summary") {
    const foreign = same.some((piece) => piece.foreign);
    conflicts.push({ family: name, problem: `a ${type} came from more than one source`, foreign });
    return winner;
  }
  return combine(winner, same, conflicts);
}

/** Whether a family has samples with the name of another family, as a summary `x` beside a gauge `x_count`. */
export function haveSampleClash(definitions: readonly FamilyDefinition[], names: ReadonlySet<string>): boolean {
  return definitions.some(({ name, type }) => namesBeside(name, type).some((beside) => names.has(beside)));
}

/** Leaves out one of two such families: that of users, otherwise the one whose name the other's samples have. */
export function withoutSampleClashes(pieces: readonly Piece[], conflicts: Conflict[]): readonly Piece[] {
  const left = new Map(pieces.map((piece) => [piece.definition.name, piece]));
  for (const piece of pieces) {
    const { name, type } = piece.definition;
    for (const beside of namesBeside(name, type)) {
      const other = left.get(beside);
      if (other === undefined || !left.has(name)) continue;
      const loser = piece.foreign && !other.foreign ? piece : other;
      const problem = `clashes with ${loser === piece ? beside : `the samples of ${name}`}`;
      conflicts.push({ family: loser.definition.name, problem, foreign: loser.foreign });
      left.delete(loser.definition.name);
    }
  }
  return [...left.values()];
}

function combine(winner: Piece, others: readonly Piece[], conflicts: Conflict[]): Piece {
  const lines = new Map<string, Line>();
  for (const piece of [winner, ...others]) {
    const { foreign } = piece;
    for (const line of linesOf(piece)) {
      if (lines.has(line.labels))
        conflicts.push({ family: winner.definition.name, problem: `{${line.labels}} came more than once`, foreign });
      else lines.set(line.labels, line);
    }
  }
  const text = [...lines.values()].toSorted(compareLines).map((line) => `${line.text}\n`);
  const bytes = Buffer.concat([winner.definition.text, Buffer.from(text.join(""))]);
  return { ...winner, bytes, start: 0, length: bytes.length };
}

function linesOf(piece: Piece): Line[] {
  const { bytes, start, length } = piece;
  // A copy, since the bytes may lie in shared memory.
  const text = Buffer.from(bytes.slice(samplesStart(piece), start + length)).toString();
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map(parseLine);
}

function parseLine(text: string): Line {
  const open = text.indexOf("{");
  const close = text.lastIndexOf("}");
  const labels = open < 0 || close < open ? "" : text.slice(open + 1, close);
  const values = [...labels.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, value = ""]) => unescape(value));
  return { text, labels, values };
}

function unescape(value: string): string {
  return value.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}

function compareLines(a: Line, b: Line): number {
  if (a.values.length !== b.values.length) return a.values.length - b.values.length;
  for (const [i, value] of a.values.entries()) {
    const order = compareBytewise(value, b.values[i] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}
