import type { RenderedFamily } from "../kit/define.ts";
import { compareBytewise } from "../text-format/order.ts";
import { namesBeside } from "../text-format/sample-names.ts";
import type { TextFamily } from "../text-format/text-family.ts";
import type { FileResult } from "./file.ts";
import type { Problem, ProblemReason } from "./problem.ts";
import { renderFamily, type Series } from "./render.ts";

/** What all files give together. */
export interface Merged {
  readonly families: readonly RenderedFamily[];
  readonly problems: readonly FileProblem[];
}

export interface FileProblem extends Problem {
  readonly path: string;
}

/** A family of one file. */
interface Part {
  readonly path: string;
  readonly family: TextFamily;
}

interface Combined {
  readonly parts: readonly Part[];
  readonly rendered: RenderedFamily;
  readonly problems: readonly FileProblem[];
}

/** Puts the families of all files together; what has not changed since the last time is not rendered again. */
export class Merger {
  private readonly ownNames: ReadonlySet<string>;
  private combined = new Map<string, Combined>();
  private files: readonly FileResult[] = [];
  private merged: Merged = { families: [], problems: [] };

  /** Families that are called as one of `ownNames` are left out. */
  constructor(ownNames: readonly string[]) {
    this.ownNames = new Set(ownNames);
  }

  merge(files: readonly FileResult[]): Merged {
    if (isSameList(files, this.files)) return this.merged;
    this.files = files;
    const byName = partsByName(files);
    const problems = [...fileProblems(files), ...removeClashes(byName, this.ownNames)];
    const combined = new Map<string, Combined>();
    for (const [name, parts] of byName) {
      const last = this.combined.get(name);
      const now = last !== undefined && hasParts(last, parts) ? last : combine(parts);
      if (now === undefined) continue;
      combined.set(name, now);
      problems.push(...now.problems);
    }
    this.combined = combined;
    this.merged = { families: [...combined.values()].map(({ rendered }) => rendered), problems };
    return this.merged;
  }
}

function partsByName(files: readonly FileResult[]): Map<string, Part[]> {
  const byName = new Map<string, Part[]>();
  for (const { path, content } of files)
    for (const family of content?.families ?? []) {
      const parts = byName.get(family.name);
      if (parts === undefined) byName.set(family.name, [{ path, family }]);
      else parts.push({ path, family });
    }
  return byName;
}

function fileProblems(files: readonly FileResult[]): FileProblem[] {
  return files.flatMap(({ path, problem }) => (problem === undefined ? [] : [{ path, ...problem }]));
}

/** Removes families whose samples would carry the names of another family: of two, the later one. */
function removeClashes(byName: Map<string, Part[]>, ownNames: ReadonlySet<string>): FileProblem[] {
  const problems: FileProblem[] = [];
  const place = new Map([...byName.keys()].map((name, i) => [name, i]));
  const remove = (name: string, other: string) => {
    for (const { path } of byName.get(name) ?? [])
      problems.push(problemOf(path, "name_conflict", `${name} is the name of samples of ${other}`));
    byName.delete(name);
  };
  for (const [name, parts] of byName) {
    if (ownNames.has(name)) remove(name, "the exporter itself");
    for (const sample of namesBeside(name, parts[0]?.family.type)) {
      if (!byName.has(name)) break;
      if (ownNames.has(sample)) remove(name, "the exporter itself");
      else if (byName.has(sample)) {
        const isLater = (place.get(sample) ?? 0) > (place.get(name) ?? 0);
        remove(isLater ? sample : name, isLater ? name : sample);
      }
    }
  }
  return problems;
}

/** The first file decides on the type, the first one that has it on the HELP text; parts that differ are left out. */
function combine(parts: readonly Part[]): Combined | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const { name, type } = first.family;
  const problems: FileProblem[] = [];
  const kept: Part[] = [];
  let help: string | undefined;
  for (const part of parts) {
    const { path, family } = part;
    if (family.type !== type) {
      problems.push(problemOf(path, "type_conflict", `${name} is a ${family.type}, but a ${type} in ${first.path}`));
    } else if (help !== undefined && family.help !== undefined && family.help !== help) {
      problems.push(problemOf(path, "help_conflict", `${name} has another HELP text than in an earlier file`));
    } else {
      help ??= family.help;
      kept.push(part);
    }
  }
  const series = mergeSeries(kept, problems);
  const text = help ?? `Metric read from ${kept.map(({ path }) => path).join(", ")}`;
  return { parts, rendered: renderFamily(first.family, text, series), problems };
}

interface SourcedSeries extends Series {
  readonly part: number;
}

/** All series in the order of the exposition; of those that come twice the one of the first file. */
function mergeSeries(parts: readonly Part[], problems: FileProblem[]): readonly Series[] {
  const all = parts.flatMap(({ family }, part) =>
    Array.from({ length: family.series }, (_, row): SourcedSeries => ({ family, row, part })),
  );
  if (parts.length === 1) return all;
  all.sort((a, b) => compareSeries(a, b) || a.part - b.part);
  const faulty = new Set<number>();
  const series = all.filter((one, i) => {
    const before = all[i - 1];
    const isNew = before === undefined || compareSeries(before, one) !== 0;
    if (!isNew) faulty.add(one.part);
    return isNew;
  });
  for (const { path, family } of parts.filter((_, part) => faulty.has(part)))
    problems.push(problemOf(path, "duplicate_series", `a series of ${family.name} is in an earlier file as well`));
  return series;
}

/** Fewer labels first, then by values in the order of the label names, at last by names. */
function compareSeries(a: Series, b: Series): number {
  const { labelNames: names, labelValues: values } = a.family;
  const other = b.family;
  if (names.length !== other.labelNames.length) return names.length - other.labelNames.length;
  for (let i = 0; i < names.length; i++) {
    const order = compareBytewise(values[i]?.[a.row] ?? "", other.labelValues[i]?.[b.row] ?? "");
    if (order !== 0) return order;
  }
  for (let i = 0; i < names.length; i++) {
    const order = compareBytewise(names[i] ?? "", other.labelNames[i] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

function problemOf(path: string, reason: ProblemReason, message: string): FileProblem {
  return { path, reason, message: `${path}: ${message}` };
}

function hasParts(combined: Combined, parts: readonly Part[]): boolean {
  return combined.parts.length === parts.length && parts.every((part, i) => combined.parts[i]?.family === part.family);
}

function isSameList(a: readonly FileResult[], b: readonly FileResult[]): boolean {
  return a.length === b.length && a.every((file, i) => file === b[i]);
}
