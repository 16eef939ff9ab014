import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { CollectorDefinition } from "../src/collectors/kit/define.ts";

/** The definitions of all collectors in this directory, by name. Rejects where a file defines no collector of its name. */
export async function loadDefinitions(directory: string): Promise<readonly CollectorDefinition[]> {
  const files = readdirSync(directory).filter((file) => file.endsWith(".ts"));
  const definitions = await Promise.all(files.map((file) => loadDefinition(directory, file)));
  return definitions.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function loadDefinition(directory: string, file: string): Promise<CollectorDefinition> {
  const module: { default?: CollectorDefinition } = await import(join(directory, file));
  if (module.default === undefined || `${module.default.name}.ts` !== file)
    throw new Error(`${file} has to define the collector of its name: every other module belongs into a directory`);
  return module.default;
}
