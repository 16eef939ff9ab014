/**
 * Writes src/collectors/generated/built-in-families.ts: the families that each collector defines when it is loaded, those of the exporter itself, and patterns of
 * those that it only makes from what the kernel has.
 * With --check it only tells whether the file is up to date.
 */
import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const output = join(root, "src/collectors/generated/built-in-families.ts");

/** Collectors are loaded with their name behind the path, and so is all that they load: none shares a module. */
const MARK = "?collector=";

/** Modules that define families get these makers instead, which note the names. */
const RECORDER = `
import * as original from "./family.ts?original";
export * from "./family.ts?original";
const record = (make) => (name, ...rest) => (globalThis.families.push(name), make(name, ...rest));
export const counter = record(original.counter);
export const gauge = record(original.gauge);
export const untyped = record(original.untyped);
export const openGauge = record(original.openGauge);
`;

declare global {
  var families: string[];
}
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    const mark = context.parentURL?.indexOf(MARK) ?? -1;
    if (mark < 0 || resolved.url.includes("?") || !resolved.url.includes("/src/collectors/")) return resolved;
    return { ...resolved, url: `${resolved.url}${context.parentURL?.slice(mark)}` };
  },
  load: (url, context, nextLoad) =>
    url.includes(`/src/collectors/kit/family.ts${MARK}`)
      ? { format: "module", source: RECORDER, shortCircuit: true }
      : nextLoad(url, context),
});

const { catalog } = await import("../src/collectors/generated/catalog.ts");
const exact = new Map<string, readonly string[]>();
for (const { name } of catalog) {
  globalThis.families = [];
  await import(`../src/collectors/${name}.ts${MARK}${name}`);
  exact.set(name, [...new Set(globalThis.families)].toSorted());
}
exact.set("", ownFamilies());
const text = format(render(exact, patterns()));
if (!process.argv.includes("--check")) writeFileSync(output, text);
else if (text !== readFileSync(output, "utf8")) {
  console.error(`${output} is out of date: run node scripts/built-in-families.ts`);
  process.exitCode = 1;
}

/** Families of the exporter itself, which are not those of a collector. */
function ownFamilies(): string[] {
  const sources = globSync(join(root, "src/main/{self,scrape,exposition}/*.ts")).map((path) =>
    readFileSync(path, "utf8"),
  );
  const names = sources.join("").matchAll(/"((?:process|nodejs|promhttp|node_exporter|node_scrape)_\w+)"/g);
  return [...new Set([...names].map(([, name = ""]) => name))].toSorted();
}

/** Names with a part that is only known at run time, which is a \`*\` here. */
function patterns(): string[] {
  const sources = globSync(join(root, "src/{collectors,main/self}/**/*.ts")).map((path) => readFileSync(path, "utf8"));
  const templates = sources.join("").matchAll(/`(node_\w+)\$\{(?:[^`]*\})?(\w*)`|"(node_\w+_)"/g);
  const found = [...templates].map(([, start, end, literal]) => `${literal ?? start}*${end ?? ""}`);
  return [...new Set(found)].toSorted();
}

function render(exact: ReadonlyMap<string, readonly string[]>, patterns: readonly string[]): string {
  const entries = [...exact].filter(([, names]) => names.length > 0);
  const lines = entries.map(
    ([collector, names]) => `  ${JSON.stringify(collector)}: ${JSON.stringify(names.join(" "))},`,
  );
  return `// Written by node scripts/built-in-families.ts.

/** Families by the collector that gives them, separated by blanks; those of the exporter itself by the empty name. */
export const BUILT_IN_FAMILIES: Readonly<Record<string, string>> = {
${lines.join("\n")}
};

/** Names that collectors make from what the kernel has; a star stands for any text. */
export const BUILT_IN_PATTERNS: readonly string[] = ${JSON.stringify(patterns)};
`;
}

function format(text: string): string {
  const folder = mkdtempSync(join(root, ".generate-"));
  try {
    const path = join(folder, "built-in-families.ts");
    writeFileSync(path, text);
    execFileSync(join(root, "node_modules/.bin/oxfmt"), [path], { stdio: "ignore", cwd: folder });
    return readFileSync(path, "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
