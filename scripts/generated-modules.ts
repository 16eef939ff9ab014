import type { CollectorDefinition, CollectorMetadata } from "../src/collectors/kit/define.ts";
import type { DeclaredFamily, Family, OpenFamily } from "../src/collectors/kit/family.ts";
import type { Source } from "../src/collectors/kit/sources.ts";

const HEAD = "// Written by npm run generate.";

/** How workers load collectors. */
export function registryModule(definitions: readonly CollectorDefinition[]): string {
  const lines = definitions.map(({ name }) => `  ${name}: () => import("../${name}.ts"),`);
  return `${HEAD}
import type { CollectorDefinition } from "../kit/define.ts";

/** Loads a collector by name. A worker loads only those that it runs. */
export const registry: Readonly<Record<string, () => Promise<{ default: CollectorDefinition }>>> = {
${lines.join("\n")}
};
`;
}

/** What main needs at every start. */
export function catalogModule(definitions: readonly CollectorDefinition[]): string {
  return `${HEAD}
import type { CollectorMetadata } from "../kit/define.ts";

/** Every collector, by name; the main thread reads this instead of loading the collectors. */
export const catalog: readonly CollectorMetadata[] = ${JSON.stringify(definitions.map(metadataOf), undefined, 2)};
`;
}

/** A family's name, type and label names; without labels where its samples differ in theirs. */
export type NamedShape = Pick<Family | OpenFamily, "name" | "type" | "labels">;

/** What only some commands need. */
export function familiesModule(definitions: readonly CollectorDefinition[], own: readonly NamedShape[]): string {
  const entries = definitions.map((definition) => `  ${definition.name}: ${factsOf(definition)},`);
  return `${HEAD}
import type { CollectorFacts } from "../kit/define.ts";

const names = (text: string): readonly string[] => text.split(" ");

/** Families and sources of every collector, by its name. */
export const collectorFacts: Readonly<Record<string, CollectorFacts>> = {
${entries.join("\n")}
};

/** Families of the exporter itself. */
export const ownFamilies: readonly string[] = ${namesCall(own.map(({ name }) => name))};

/** Families of collectors and of the exporter, by their type and label names; \`*\` where samples differ in theirs. */
export const namesByShape: Readonly<Record<string, readonly string[]>> = {
${shapesOf([...definitions.flatMap(({ families }) => families), ...own])}
};
`;
}

function shapesOf(families: readonly (DeclaredFamily | NamedShape)[]): string {
  const named = families.filter((family) => typeof family !== "string");
  const byShape = Map.groupBy(named, ({ type, labels = ["*"] }) => [type, ...labels.toSorted()].join(" "));
  const entries = [...byShape].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries
    .map(([shape, all]) => `  ${JSON.stringify(shape)}: ${namesCall(all.map(({ name }) => name))},`)
    .join("\n");
}

/** What the catalogue has of a collector. */
export function metadataOf(definition: CollectorDefinition): CollectorMetadata {
  const { create: _, families: __, sources: ___, bringsFamilies, ...data } = definition;
  return bringsFamilies === undefined ? data : { ...data, bringsFamilies: { fault: bringsFamilies.fault.name } };
}

function factsOf({ families, sources }: CollectorDefinition): string {
  return `{ families: ${familiesCall(families)}, sources: [${sources.map(sourceOf).join(", ")}] }`;
}

function sourceOf({ feeds, ...source }: Source): string {
  const text = JSON.stringify(source);
  return feeds === undefined ? text : `${text.slice(0, -1)}, feeds: ${familiesCall(feeds)} }`;
}

function familiesCall(families: readonly DeclaredFamily[]): string {
  return namesCall(families.map((family) => (typeof family === "string" ? family : family.name)));
}

/** A text takes a fraction of the lines that an array does. */
function namesCall(names: readonly string[]): string {
  return `names(${JSON.stringify([...new Set(names)].toSorted().join(" "))})`;
}
