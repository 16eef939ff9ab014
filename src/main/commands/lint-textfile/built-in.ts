import { catalog } from "../../../collectors/generated/catalog.ts";
import { BUILT_IN_FAMILIES, BUILT_IN_PATTERNS } from "../../../collectors/generated/built-in-families.ts";
import type { Finding } from "./finding.ts";
import type { CheckedFile } from "./read-file.ts";
import { exposedNames, firstLine } from "./families.ts";

const OFF = new Set(catalog.flatMap(({ name, enabledByDefault }) => (enabledByDefault ? [] : [name])));

/** Families that lose against those of the exporter, or would if a collector were on. */
export function findBuiltIn(files: readonly CheckedFile[]): Finding[] {
  const owners = ownersByName();
  return files.flatMap((file) =>
    (file.content?.families ?? []).flatMap((family) => {
      const [verdict] = exposedNames(family).flatMap((name) => judge(name, owners.get(name)));
      return verdict === undefined ? [] : [{ file: file.path, line: firstLine(file, family.name), ...verdict }];
    }),
  );
}

/** The collectors that give a family, by its name. */
function ownersByName(): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  for (const [collector, names] of Object.entries(BUILT_IN_FAMILIES))
    for (const name of names.split(" ")) owners.set(name, [...(owners.get(name) ?? []), collector]);
  return owners;
}

function judge(name: string, owners: readonly string[] | undefined): Pick<Finding, "reason" | "isWarning">[] {
  const on = owners?.find((collector) => !OFF.has(collector));
  if (on === "") return [{ reason: `${name} is a family of the exporter itself: these samples are not shown` }];
  if (on !== undefined) return [{ reason: `${name} is a family of the collector ${on}: these samples are not shown` }];
  const [off] = owners ?? [];
  if (off !== undefined) {
    return [{ reason: `${name} is a family of the collector ${off}: not shown when that is on`, isWarning: true }];
  }
  const pattern = BUILT_IN_PATTERNS.find((each) => matches(each, name));
  if (pattern === undefined) return [];
  return [
    { reason: `${name} looks like a family of a collector (${pattern}): not shown if that has it`, isWarning: true },
  ];
}

function matches(pattern: string, name: string): boolean {
  const [start = "", end = ""] = pattern.split("*");
  return name.length > start.length + end.length && name.startsWith(start) && name.endsWith(end);
}
