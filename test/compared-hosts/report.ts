/** Prints how much of the captured hosts' samples each collector returns. */
import { readArguments } from "../../scripts/arguments.ts";
import { compareCollector, comparedCollectors, expectedFamilies } from "./compare.ts";
import type { ComparedHost } from "./compared-host.ts";
import { comparedHosts } from "./hosts.ts";

const { others: asked } = readArguments({
  call: "npm run -s fixtures --",
  summary: "compares what collectors return for the captured hosts with what node_exporter shows",
  options: {},
  others: "COLLECTOR",
});
for (const host of comparedHosts()) {
  console.log(`${host.name}:`);
  if (!(await isComplete(host))) process.exitCode = 1;
}

async function isComplete(host: ComparedHost): Promise<boolean> {
  const expected = expectedFamilies(host);
  const seen = new Set<string>();
  let wrong = 0;
  for (const name of asked.length > 0 ? asked : comparedCollectors(host)) {
    const { status, message, matched, differences, families } = await compareCollector(host, name, expected);
    for (const family of families) seen.add(family);
    wrong += differences.length;
    console.log(`${name.padEnd(20)} ${status.padEnd(7)} ${String(matched).padStart(5)} lines as expected ${message}`);
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
