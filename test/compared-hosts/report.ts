/** Prints how much of the captured hosts' samples each collector returns. */
import { readArguments } from "../../scripts/arguments.ts";
import { type CollectorComparison, compareCollector, comparedCollectors, expectedFamilies } from "./compare.ts";
import type { ComparedHost } from "./compared-host.ts";
import { comparedHosts } from "./hosts.ts";

const { others: asked } = readArguments({
  call: "npm run -s fixtures --",
  summary: "compares what collectors return for the captured hosts with what node_exporter shows",
  options: {},
  others: "COLLECTOR",
});
/** Collectors that a captured host has something for. */
const captured = new Set<string>();

for (const host of comparedHosts()) {
  console.log(`${host.name}:`);
  if (!(await isComplete(host))) process.exitCode = 1;
}
for (const name of asked.filter((each) => !captured.has(each)))
  console.log(`${name}: no captured host has what it reads, see "To add a file" in test/compared-hosts/README.md`);

async function isComplete(host: ComparedHost): Promise<boolean> {
  const expected = expectedFamilies(host);
  const seen = new Set<string>();
  let wrong = 0;
  for (const name of asked.length > 0 ? asked : comparedCollectors(host)) {
    const comparison = await compareCollector(host, name, expected);
    const { status, message, differences, families } = comparison;
    for (const family of families) seen.add(family);
    wrong += differences.length;
    if (isCaptured(comparison)) captured.add(name);
    console.log(`${name.padEnd(20)} ${status.padEnd(7)} ${resultOf(comparison)} ${message}`);
    for (const difference of differences) console.log(`  ${difference}`);
  }
  if (asked.length > 0) return wrong === 0;
  const missing = [...expected.keys()].filter(
    (family) => !seen.has(family) && !family.startsWith("node_scrape_collector_"),
  );
  console.log(`${wrong} families differ, ${missing.length} families are returned by no collector`);
  for (const family of missing) console.log(`  ${family}`);
  return wrong + missing.length === 0;
}

function resultOf(comparison: CollectorComparison): string {
  if (!isCaptured(comparison)) return "     not captured     ";
  return `${String(comparison.matched).padStart(5)} lines as expected`;
}

/** Where neither node_exporter nor the collector shows anything, nothing has been compared. */
function isCaptured({ matched, differences }: CollectorComparison): boolean {
  return matched + differences.length > 0;
}
