import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { collectorFacts } from "../../../../src/collectors/generated/families.ts";
import { historySince } from "../../../../src/main/commands/compare/history.ts";
import { isGroupFamily } from "../../../../src/main/commands/group-families.ts";

const { familyAdded } = historySince("1.12.1", new Set());
const families = Object.values(collectorFacts).flatMap((facts) => facts.families);

test.each(["captured", "virtual-machine"])(
  "none of the families that node_exporter 1.12.1 shows of %s is ours",
  (host) => {
    const file = new URL(`../../../compared-hosts/${host}/expected.prom`, import.meta.url);
    const shown = readFileSync(file, "utf8").matchAll(/^# TYPE (\S+)/gm);
    const names = Array.from(shown, ([, name = ""]) => name);
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => familyAdded(name) !== undefined)).toEqual([]);
  },
);

test("groups of CPUs are ours, and few other families", () => {
  const ours = families.filter((name) => familyAdded(name) === "node-exporter-ts");
  expect(ours).toEqual(expect.arrayContaining(families.filter(isGroupFamily)));
  expect(ours.filter((name) => !isGroupFamily(name))).toEqual([
    "node_ksmd_general_profit_bytes",
    "node_textfile_file_scrape_error",
  ]);
});
