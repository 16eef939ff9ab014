import type { RenderedFamily } from "../kit/define.ts";
import { agreeingSources, removeSampleClashes, sortSeries } from "./conflicts.ts";
import type { TextFamily } from "./family.ts";
import { renderFamily, type Series, seriesOf } from "./render.ts";
import { type FileProblem, problemOf, type Textfile } from "./textfile.ts";

/** What all files hold together. */
interface MergedFiles {
  readonly families: readonly RenderedFamily[];
  /** Those of the files themselves and those between files. */
  readonly problems: readonly FileProblem[];
}

/** Bounds of all files together: past them, a file is left out. Each family costs a few kilobytes in every thread. */
const MAX_FAMILIES = 20_000;
const MAX_HEADER_CHARACTERS = 2 * 1024 * 1024;

/** A family as one file has it. */
interface Part {
  readonly path: string;
  readonly family: TextFamily;
}

interface Combined {
  readonly parts: readonly Part[];
  readonly rendered: RenderedFamily;
  readonly problems: readonly FileProblem[];
}

/**
 * Puts the families of all files together; what has not changed since the last time is not rendered again. Of what
 * cannot be shown together, what comes first stays: in the order of the files, then of the lines.
 */
export class FileMerger {
  private readonly ownNames: readonly string[];
  private combined = new Map<string, Combined>();
  private files: readonly Textfile[] = [];
  private merged: MergedFiles = { families: [], problems: [] };

  /** `ownNames`: families that files cannot have. */
  constructor(ownNames: readonly string[]) {
    this.ownNames = ownNames;
  }

  merge(files: readonly Textfile[]): MergedFiles {
    if (isSameList(files, this.files)) return this.merged;
    this.files = files;
    const problems = files.flatMap((file) => file.problems);
    const byName = partsByName(withinBounds(files, problems));
    const combined = new Map<string, Combined>();
    for (const [name, parts] of withoutClashes(byName, this.ownNames, problems)) {
      const last = this.combined.get(name);
      const now = last !== undefined && hasParts(last, parts) ? last : combine(name, parts);
      combined.set(name, now);
      problems.push(...now.problems);
    }
    this.combined = combined;
    this.merged = { families: [...combined.values()].map(({ rendered }) => rendered), problems };
    return this.merged;
  }
}

/** The files that are shown, less those with which there would be too much. */
function withinBounds(files: readonly Textfile[], problems: FileProblem[]): Textfile[] {
  let families = 0;
  let characters = 0;
  return files.filter(({ path, content, isShown }) => {
    if (!isShown || content === undefined) return false;
    const more = content.families.reduce((sum, { name, help = path }) => sum + name.length + help.length, 0);
    const isTooMany = families + content.families.length > MAX_FAMILIES;
    const isTooLong = characters + more > MAX_HEADER_CHARACTERS;
    if (isTooMany) {
      const problem = `with this file there would be more than ${MAX_FAMILIES} metric families in all`;
      problems.push(problemOf(path, "too_many_families", 0, problem));
    } else if (isTooLong) {
      const problem = `with this file there would be more than ${MAX_HEADER_CHARACTERS} characters of metric names and HELP texts in all`;
      problems.push(problemOf(path, "too_large", 0, problem));
    } else {
      families += content.families.length;
      characters += more;
    }
    return !isTooMany && !isTooLong;
  });
}

function partsByName(files: readonly Textfile[]): Map<string, readonly Part[]> {
  const byName = new Map<string, Part[]>();
  for (const { path, content } of files)
    for (const family of content?.families ?? []) {
      const parts = byName.get(family.name);
      if (parts === undefined) byName.set(family.name, [{ path, family }]);
      else parts.push({ path, family });
    }
  return byName;
}

/** Families less those that have the name of another one's samples: of two, the later one goes. */
function withoutClashes(
  byName: ReadonlyMap<string, readonly Part[]>,
  ownNames: readonly string[],
  problems: FileProblem[],
): Map<string, readonly Part[]> {
  const families = new Map<string, readonly Part[]>(ownNames.map((name) => [name, []]));
  for (const [name, parts] of byName)
    if (families.has(name)) problems.push(...nameProblems(parts, `${name} is a family of the exporter itself`));
    else families.set(name, parts);
  const place = new Map([...families.keys()].map((name, i) => [name, i]));
  removeSampleClashes(
    families,
    (parts) => parts[0]?.family.type ?? "untyped",
    (owner, beside) => {
      const loser = (place.get(beside) ?? 0) > (place.get(owner) ?? 0) ? beside : owner;
      const text = clashText(owner, families.get(owner)?.[0], beside, families.get(beside)?.[0]);
      problems.push(...nameProblems(families.get(loser) ?? [], text));
      return loser;
    },
  );
  for (const name of ownNames) families.delete(name);
  return families;
}

function clashText(owner: string, own: Part | undefined, beside: string, other: Part | undefined): string {
  const where = other === undefined ? "of the exporter itself" : `in ${other.path}`;
  return `${beside} is a sample of the ${own?.family.type} ${owner} in ${own?.path} and a family ${where}`;
}

function nameProblems(parts: readonly Part[], problem: string): FileProblem[] {
  return parts.map(({ path, family }) => problemOf(path, "name_conflict", family.lines.first, problem));
}

function combine(name: string, parts: readonly Part[]): Combined {
  const problems: FileProblem[] = [];
  const kept = agreeingSources(
    parts,
    ({ family }) => family,
    ({ path, family }, about, decider) => {
      const line = family.lines[about] ?? family.lines.first;
      const problem =
        about === "help"
          ? `${name} has another HELP text in ${decider.path}`
          : `${name} is of type ${family.type} here and ${decider.family.type} in ${decider.path}`;
      problems.push(problemOf(path, `${about}_conflict`, line, problem));
    },
  );
  const type = kept[0]?.family.type ?? "untyped";
  const help =
    kept.find(({ family }) => family.help !== undefined)?.family.help ??
    `Metric read from ${kept.map(({ path }) => path).join(", ")}`;
  return { parts, rendered: renderFamily(name, type, help, mergeSeries(kept, problems)), problems };
}

/** The series of all parts; one problem for each part that has series of an earlier one. */
function mergeSeries(parts: readonly Part[], problems: FileProblem[]): readonly Series[] {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return seriesOf(only.family);
  const repeated = new Map<TextFamily, { count: number; line: number; first: TextFamily }>();
  const series = sortSeries(
    parts.flatMap(({ family }) => seriesOf(family)),
    ({ family, row }, { family: first }) => {
      const line = family.lines.series[row] ?? 0;
      const known = repeated.get(family);
      if (known === undefined) repeated.set(family, { count: 1, line, first });
      else {
        known.count++;
        known.line = Math.min(known.line, line);
      }
    },
  );
  for (const { path, family } of parts) {
    const { count, line = 0, first } = repeated.get(family) ?? {};
    if (count === undefined) continue;
    const from = parts.find((part) => part.family === first)?.path;
    const what = count === 1 ? `a series of ${family.name} is` : `${count} series of ${family.name} are`;
    problems.push(problemOf(path, "duplicate_series", line, `${what} in ${from}, too, and shown from there`));
  }
  return series;
}

function hasParts(combined: Combined, parts: readonly Part[]): boolean {
  return combined.parts.length === parts.length && parts.every((part, i) => combined.parts[i]?.family === part.family);
}

function isSameList(a: readonly Textfile[], b: readonly Textfile[]): boolean {
  return a.length === b.length && a.every((file, i) => file === b[i]);
}
