import { ParseError } from "../../../collectors/kit/errors.ts";
import type { TextFamily } from "../../../collectors/text-format/text-family.ts";
import { parseTextfile } from "../../../collectors/text-format/text-parser.ts";
import { exposedNames, firstLine } from "./families.ts";
import type { Finding } from "./finding.ts";
import { linesOf, sampleName } from "./lines.ts";
import type { CheckedFile } from "./read-file.ts";

/** A family as one file has it. */
interface Part {
  readonly file: CheckedFile;
  readonly family: TextFamily;
}

/**
 * What the files do to each other, by the collector's rules: the first file decides on the type of a family and shows its
 * series, the first one that has a HELP text decides on that.
 */
export function findConflicts(files: readonly CheckedFile[]): Finding[] {
  const byName = partsByName(files.filter(({ isBroken }) => !isBroken));
  return [...byName.values()].flatMap((parts) => checkNames(parts, byName).concat(checkParts(parts)));
}

function partsByName(files: readonly CheckedFile[]): Map<string, Part[]> {
  const byName = new Map<string, Part[]>();
  for (const file of files)
    for (const family of file.content?.families ?? []) {
      const parts = byName.get(family.name);
      if (parts === undefined) byName.set(family.name, [{ file, family }]);
      else parts.push({ file, family });
    }
  return byName;
}

/** A histogram and a family that is called like its sum cannot both be shown. */
function checkNames(parts: readonly Part[], byName: ReadonlyMap<string, readonly Part[]>): Finding[] {
  return parts.flatMap(({ file, family }) =>
    exposedNames(family)
      .slice(1)
      .filter((name) => byName.has(name))
      .map((name) => {
        const where = byName.get(name)?.[0]?.file.path ?? "";
        const reason = `${name} is a sample of the ${family.type} ${family.name} and a family of its own in ${where}`;
        return { file: file.path, line: firstLine(file, family.name), reason };
      }),
  );
}

function checkParts(parts: readonly Part[]): Finding[] {
  const findings: Finding[] = [];
  const kept: Part[] = [];
  for (const part of parts) {
    const conflict = typeConflict(part, kept[0]) ?? helpConflict(part, kept);
    if (conflict === undefined) {
      findings.push(...seriesConflict(part, kept));
      kept.push(part);
    } else {
      const { header, reason } = conflict;
      findings.push({ file: part.file.path, line: lineOfHeader(part, header), reason });
    }
  }
  return findings;
}

interface Conflict {
  readonly header: "help" | "type";
  readonly reason: string;
}

function typeConflict({ family }: Part, first: Part | undefined): Conflict | undefined {
  if (first === undefined || first.family.type === family.type) return undefined;
  const reason = `${family.name} is of type ${family.type} here and ${first.family.type} in ${first.file.path}`;
  return { header: "type", reason };
}

function helpConflict({ family }: Part, earlier: readonly Part[]): Conflict | undefined {
  const decider = earlier.find(({ family: { help } }) => help !== undefined);
  if (decider === undefined || family.help === undefined || decider.family.help === family.help) return undefined;
  return { header: "help", reason: `${family.name} has another HELP text in ${decider.file.path}` };
}

function lineOfHeader({ file, family }: Part, header: Conflict["header"]): number {
  return file.names.get(family.name)?.[header] ?? firstLine(file, family.name);
}

/** Series that an earlier file has; one finding for all of them. */
function seriesConflict(part: Part, earlier: readonly Part[]): Finding[] {
  if (earlier.length === 0) return [];
  const { file, family } = part;
  const own = new Set(keysOf(family));
  for (const other of earlier) {
    const common = keysOf(other.family).filter((key) => own.has(key));
    if (common.length === 0) continue;
    const what =
      common.length === 1 ? `a series of ${family.name} is` : `${common.length} series of ${family.name} are`;
    const reason = `${what} in ${other.file.path}, too, and shown from there`;
    return [{ file: file.path, line: lineOfSeries(part, new Set(common)), reason }];
  }
  return [];
}

/** The labels of each series, with those that only other series of the file have as empty ones. */
function keysOf({ labelNames, labelValues, series }: TextFamily): string[] {
  return Array.from({ length: series }, (_, row) =>
    labelNames.map((name, i) => `${name}\0${labelValues[i]?.[row] ?? ""}`).join("\0\0"),
  );
}

/** The first line that gives one of these series. */
function lineOfSeries({ file, family }: Part, keys: ReadonlySet<string>): number {
  const names = exposedNames(family);
  for (const { number, text } of linesOf(file.bytes)) {
    if (!names.includes(sampleName(text) ?? "")) continue;
    const labels = labelsOf(text);
    const key = family.labelNames.map((name) => `${name}\0${labels.get(name) ?? ""}`).join("\0\0");
    if (keys.has(key)) return number;
  }
  return firstLine(file, family.name);
}

function labelsOf(line: string): Map<string, string> {
  try {
    const [family] = parseTextfile(Buffer.from(`${line}\n`, "latin1"), "").families;
    return new Map(family?.labelNames.map((name, i) => [name, family.labelValues[i]?.[0] ?? ""]));
  } catch (error) {
    // A line of a file that has no such lines.
    if (error instanceof ParseError) return new Map();
    throw error;
  }
}
