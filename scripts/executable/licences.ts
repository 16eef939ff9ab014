import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Files with the terms of a package. */
const TERMS = /^(licen[cs]e|notice|copying)/i;

/**
 * The terms of this program, of the packages that the files of its bundles are from, and of others beside them: their
 * names, each with its path in node_modules.
 */
export function licencesOf(files: readonly string[], others: Readonly<Record<string, string>> = {}): string {
  const packages = files.flatMap((file) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  const names = [...new Set([...packages, ...Object.keys(others)])].toSorted();
  const parts = names.map((name) => section(name, join(root, "node_modules", others[name] ?? name)));
  return [section("node-exporter-ts", root), ...parts].join("\n");
}

/** Throws for a package without terms: it must not be given away. */
function section(name: string, directory: string): string {
  const files = readdirSync(directory).filter((file) => TERMS.test(file));
  if (files.length === 0) throw new Error(`${name} has no licence: ${directory}`);
  const texts = files.toSorted().map((file) => readFileSync(join(directory, file), "utf8"));
  return `${"=".repeat(80)}\n${name}\n${"=".repeat(80)}\n\n${texts.join("\n\n")}`;
}
