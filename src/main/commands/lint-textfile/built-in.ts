import { catalog } from "../../../collectors/generated/catalog.ts";
import { collectorFacts, ownFamilies } from "../../../collectors/generated/families.ts";
import { namesBeside } from "../../../collectors/text-format/conflicts.ts";
import type { Textfile } from "../../../collectors/text-format/textfile.ts";
import type { Finding } from "./finding.ts";

const OFF = new Set(catalog.flatMap(({ name, enabledByDefault }) => (enabledByDefault ? [] : [name])));

/** Families that lose against those of the exporter, or would if a collector were on. */
export function findBuiltIn(files: readonly Textfile[]): Finding[] {
  const owners = ownersByName();
  return files.flatMap(({ path, content }) =>
    (content?.families ?? []).flatMap(({ name, type, lines }) => {
      const [verdict] = [name, ...namesBeside(name, type)].flatMap((each) => judge(each, owners.get(each)));
      return verdict === undefined ? [] : [{ file: path, line: lines.first, ...verdict }];
    }),
  );
}

/** The collectors that have a family, by its name or pattern; the exporter itself is the empty name. */
function ownersByName(): Map<string, string[]> {
  const owners = new Map(ownFamilies.map((name) => [name, [""]]));
  for (const [collector, { families }] of Object.entries(collectorFacts))
    for (const name of families) owners.set(name, [...(owners.get(name) ?? []), collector]);
  return owners;
}

const PATTERNS = Object.values(collectorFacts).flatMap(({ families }) => families.filter((name) => name.includes("*")));

function judge(name: string, owners: readonly string[] | undefined): Pick<Finding, "reason" | "isWarning">[] {
  const on = owners?.find((collector) => !OFF.has(collector));
  if (on === "") return [{ reason: `${name} is a family of the exporter itself: these samples are not shown` }];
  if (on !== undefined) return [{ reason: `${name} is a family of the collector ${on}: these samples are not shown` }];
  const [off] = owners ?? [];
  if (off !== undefined) {
    return [{ reason: `${name} is a family of the collector ${off}: not shown when that is on`, isWarning: true }];
  }
  const pattern = PATTERNS.find((each) => matches(each, name));
  if (pattern === undefined) return [];
  return [
    { reason: `${name} looks like a family of a collector (${pattern}): not shown if that has it`, isWarning: true },
  ];
}

function matches(pattern: string, name: string): boolean {
  const [start = "", end = ""] = pattern.split("*");
  return name.length > start.length + end.length && name.startsWith(start) && name.endsWith(end);
}
