/** Prints how much of the captured host's samples each collector gives. Arguments: collector names; default all. */
import { compareCollector, comparedCollectors, expectedFamilies } from "./compare.ts";
import { hasFixtureHost } from "./host.ts";

if (!hasFixtureHost()) {
  console.log("no captured host beside this checkout: nothing to compare");
  process.exit(0);
}
const expected = expectedFamilies();
const asked = process.argv.slice(2);
const seen = new Set<string>();
let wrong = 0;
for (const name of asked.length > 0 ? asked : comparedCollectors()) {
  const { status, message, matched, differences, families } = await compareCollector(name, expected);
  for (const family of families) seen.add(family);
  wrong += differences.length;
  console.log(`${name.padEnd(20)} ${status.padEnd(7)} ${String(matched).padStart(5)} lines as expected ${message}`);
  for (const difference of differences) console.log(`  ${difference}`);
}
if (asked.length === 0) {
  const missing = [...expected.keys()].filter(
    (family) => !seen.has(family) && !family.startsWith("node_scrape_collector_"),
  );
  console.log(`${wrong} families differ, ${missing.length} families of the captured host are given by no collector`);
  if (process.env["VERBOSE"] !== undefined) console.log(missing.join("\n"));
  process.exitCode = wrong + missing.length === 0 ? 0 : 1;
}
