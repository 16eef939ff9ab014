import { collectorFacts, ownFamilies } from "../../src/collectors/generated/families.ts";

const families = [...Object.values(collectorFacts).flatMap(({ families }) => families), ...ownFamilies];
const exact = new Set(families);
const patterns = families
  .filter((family) => family.includes("*"))
  .map((family) => new RegExp(`^${family.split("*").join("\\w+")}$`));

/** Whether a family of this name exists, or one of this histogram. */
export function isServed(name: string): boolean {
  const family = name.replace(/_(?:bucket|sum|count)$/, "");
  return exact.has(name) || exact.has(family) || patterns.some((pattern) => pattern.test(name));
}

/** Names of metrics in a query. Those that Prometheus makes are left out. */
export function namesIn(query: string): string[] {
  return [...query.matchAll(/\b(?:node|nodejs|process|promhttp)_\w+/g)].map(([name]) => name);
}
