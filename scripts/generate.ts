/**
 * Writes registry.ts and catalog.ts in src/collectors/generated and the tables in docs/reference from the collectors' own
 * definitions.
 * With --check it only reports whether they are up to date.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../src/collectors/kit/errors.ts";
import type { CollectorDefinition } from "../src/collectors/kit/define.ts";
import { REFERENCE_PAGES, referenceTable, withTable } from "./reference-tables.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "src/collectors");
const generated = join(folder, "generated");

const definitions = await loadDefinitions();
const outputs = new Map([
  ["registry.ts", registry(definitions.map(({ name }) => name))],
  ["catalog.ts", catalog(definitions)],
]);

const check = process.argv.includes("--check");
const pages: [path: string, text: string][] = [];
for (const name of REFERENCE_PAGES) {
  const path = join(root, "docs/reference", `${name}.md`);
  pages.push([path, withTable(readFileSync(path, "utf8"), await referenceTable(name, definitions))]);
}
const formatted = [...format(outputs)].map(([file, text]) => [join(generated, file), text] as const);
let stale = 0;
for (const [path, text] of [...formatted, ...pages]) {
  if (check && text !== readFileSync(path, "utf8")) {
    console.error(`${path} is out of date: run npm run generate`);
    stale++;
  } else if (!check) writeFileSync(path, text);
}
if (stale > 0) process.exitCode = 1;

async function loadDefinitions(): Promise<CollectorDefinition[]> {
  const found: CollectorDefinition[] = [];
  for (const file of readdirSync(folder).toSorted()) {
    if (!file.endsWith(".ts")) continue;
    const definition = await loadDefinition(file);
    if (definition !== undefined) found.push(definition);
  }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function loadDefinition(file: string): Promise<CollectorDefinition | undefined> {
  try {
    const module: { default?: CollectorDefinition } = await import(join(folder, file));
    if (module.default !== undefined && `${module.default.name}.ts` !== file) {
      throw new Error(`defines the collector ${module.default.name}`);
    }
    return module.default;
  } catch (error) {
    console.error(`${file}: ${messageOf(error)}`);
    process.exitCode = 1;
    return undefined;
  }
}

function registry(names: readonly string[]): string {
  const lines = names.map((name) => `  ${name}: () => import("../${name}.ts"),`);
  return `// Written by npm run generate.
import type { CollectorDefinition } from "../kit/define.ts";

/** Loads a collector by name. A worker loads only those that it runs. */
export const registry: Readonly<Record<string, () => Promise<{ default: CollectorDefinition }>>> = {
${lines.join("\n")}
};
`;
}

function catalog(collectors: readonly CollectorDefinition[]): string {
  const entries = collectors.map(({ name, summary, enabledByDefault, deprecated, flags }) => ({
    name,
    summary,
    enabledByDefault,
    ...(deprecated === undefined ? {} : { deprecated }),
    flags,
  }));
  return `// Written by npm run generate.
import type { CollectorDefinition } from "../kit/define.ts";

/** What the command line and the documentation know of a collector. */
export type CollectorMetadata = Omit<CollectorDefinition, "create">;

/** Every collector, by name; the main thread reads this instead of loading the collectors. */
export const catalog: readonly CollectorMetadata[] = ${JSON.stringify(entries, undefined, 2)};
`;
}

function format(files: ReadonlyMap<string, string>): Map<string, string> {
  const temporary = mkdtempSync(join(root, ".generate-"));
  try {
    for (const [file, text] of files) writeFileSync(join(temporary, file), text);
    execFileSync(
      join(root, "node_modules/.bin/oxfmt"),
      [...files.keys()].map((file) => join(temporary, file)),
      { stdio: "ignore", cwd: temporary },
    );
    return new Map([...files.keys()].map((file) => [file, readFileSync(join(temporary, file), "utf8")]));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}
