import type { CollectorDefinition, CollectorMetadata } from "../src/collectors/kit/define.ts";
import type { DeclaredFamily } from "../src/collectors/kit/family.ts";
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

/** What only some commands need. */
export function familiesModule(definitions: readonly CollectorDefinition[], ownNames: readonly string[]): string {
  const entries = definitions.map((definition) => `  ${definition.name}: ${factsOf(definition)},`);
  return `${HEAD}
import type { CollectorFacts } from "../kit/define.ts";

const names = (text: string): readonly string[] => text.split(" ");

/** Families and sources of every collector, by its name. */
export const collectorFacts: Readonly<Record<string, CollectorFacts>> = {
${entries.join("\n")}
};

/** Families of the exporter itself. */
export const ownFamilies: readonly string[] = ${namesCall(ownNames)};
`;
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
