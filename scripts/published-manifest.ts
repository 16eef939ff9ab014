/** The package.json that is published, while npm packs: without what only a clone needs. `npm pack` calls this before and after. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const file = join(root, "package.json");
const original = join(root, "package.json.original");

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

if (process.argv[2] === "restore") renameSync(original, file);
else publish(readFileSync(file, "utf8"));

function publish(text: string): void {
  const { scripts, devDependencies: _, ...manifest } = JSON.parse(text) as Manifest;
  const published = { ...manifest, scripts: { start: scripts["start"] } };
  writeFileSync(original, text);
  writeFileSync(file, `${JSON.stringify(published, undefined, 2)}\n`);
}
