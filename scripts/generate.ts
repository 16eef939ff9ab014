/**
 * Writes registry.ts, catalog.ts and families.ts in src/collectors/generated, and the tables and the schema of config files
 * in docs/reference, from the collectors' own definitions.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "./arguments.ts";
import { configSchema } from "./config-schema.ts";
import { catalogModule, familiesModule, metadataOf, registryModule } from "./generated-modules.ts";
import { loadDefinitions } from "./definitions.ts";
import { ownShapes } from "./own-metrics-table.ts";
import { REFERENCE_PAGES, referenceTable, withTable } from "./reference-tables.ts";

const { values } = readArguments({
  call: "npm run generate --",
  summary: "writes the generated modules and reference tables, or only reports whether they are up to date",
  options: { check: false },
});
const isCheck = values.check;
const root = join(import.meta.dirname, "..");
const collectors = join(root, "src/collectors");
const definitions = await loadDefinitions(collectors);
const modules = new Map([
  ["registry.ts", registryModule(definitions)],
  ["catalog.ts", catalogModule(definitions)],
  ["families.ts", familiesModule(definitions, await ownShapes())],
]);
const outputs = new Map([...format(modules)].map(([file, text]) => [join(collectors, "generated", file), text]));
for (const name of REFERENCE_PAGES) {
  const path = join(root, "docs/reference", `${name}.md`);
  const table = await referenceTable(name, definitions.map(metadataOf));
  outputs.set(path, withTable(readFileSync(path, "utf8"), table));
}
for (const [file, text] of format(new Map([["config.schema.json", configSchema(definitions.map(metadataOf))]]))) {
  outputs.set(join(root, "docs/reference", file), text);
}
for (const [path, text] of outputs) {
  if (!isCheck) writeFileSync(path, text);
  else if (!existsSync(path) || text !== readFileSync(path, "utf8")) {
    console.error(`${path} is out of date: run npm run generate`);
    process.exitCode = 1;
  }
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
