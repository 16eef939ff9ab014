import { agreeingSources, removeSampleClashes, sortSeries } from "../../collectors/text-format/conflicts.ts";
import { readSampleLines, type SampleLine } from "../../collectors/text-format/sample-lines.ts";
import { labelText } from "../../collectors/text-format/series-text.ts";
import { type Piece, samplesStart } from "../../workers/protocol/section.ts";

/** Something that was left out because another source had it first. */
export interface Conflict {
  readonly family: string;
  readonly problem: string;
  /** True when users brought what was left out. */
  readonly foreign: boolean;
}

/**
 * Makes one family of the pieces that several sources gave under one name. A built-in family wins over one that users
 * bring; then the first source wins. Samples with labels that were there before, and pieces of another type, are left
 * out; HELP texts may differ.
 */
export function resolveConflict(pieces: readonly Piece[], conflicts: Conflict[]): Piece {
  const sources = agreeingSources(
    pieces.toSorted((a, b) => Number(a.foreign) - Number(b.foreign)),
    ({ definition: { type } }) => ({ type, help: undefined }),
    ({ definition: { name, type }, foreign }, _, decider) => {
      const problem = `is a ${type} in one source and a ${decider.definition.type} in another`;
      conflicts.push({ family: name, problem, foreign });
    },
  );
  const [winner] = sources;
  if (winner === undefined) throw new RangeError("a conflict needs pieces");
  if (sources.length === 1) return winner;
  const { name, type } = winner.definition;
  if (type !== "histogram" && type !== "summary") return combine(winner, sources, conflicts);
  const foreign = sources.slice(1).some((piece) => piece.foreign);
  conflicts.push({ family: name, problem: `a ${type} came from more than one source`, foreign });
  return winner;
}

/**
 * Leaves out one of any two families of which one has the name of the other's samples: that of users, otherwise the one
 * with that name.
 */
export function withoutSampleClashes(pieces: readonly Piece[], conflicts: Conflict[]): readonly Piece[] {
  const left = new Map(pieces.map((piece) => [piece.definition.name, piece]));
  removeSampleClashes(
    left,
    ({ definition }) => definition.type,
    (owner, beside) => {
      const loser = left.get(owner)?.foreign === true && left.get(beside)?.foreign !== true ? owner : beside;
      const problem = `clashes with ${loser === owner ? beside : `the samples of ${owner}`}`;
      conflicts.push({ family: loser, problem, foreign: left.get(loser)?.foreign === true });
      return loser;
    },
  );
  return [...left.values()];
}

interface SourceLine extends SampleLine {
  readonly foreign: boolean;
}

function combine(winner: Piece, sources: readonly Piece[], conflicts: Conflict[]): Piece {
  const { definition } = winner;
  const lines = sortSeries(sources.flatMap(linesOf), ({ labelNames, labelValues, foreign }) => {
    const problem = `{${labelText(labelNames, labelValues)}} came more than once`;
    conflicts.push({ family: definition.name, problem, foreign });
  });
  const bytes = Buffer.concat([definition.text, Buffer.from(lines.map(({ text }) => text).join(""))]);
  return { ...winner, bytes, start: 0, length: bytes.length };
}

function linesOf(piece: Piece): SourceLine[] {
  const { bytes, start, length, foreign } = piece;
  // A copy, since the bytes may lie in shared memory.
  const text = Buffer.from(bytes.slice(samplesStart(piece), start + length));
  return readSampleLines(text, piece.definition.name).map((line) => Object.assign(line, { foreign }));
}
