import { expect, test } from "vitest";
import { collectorFacts, namesByShape } from "../../../src/collectors/generated/families.ts";
import { familiesInGroup, groupFamiliesFor, isGroupFamily } from "../../../src/main/commands/group-families.ts";

/** Collectors that show groups of CPUs, with their families. */
const GROUPING = Object.entries(collectorFacts).filter(([, { families }]) => families.some(isGroupFamily));

function labelsOf(family: string): readonly string[] {
  const shapes = Object.entries(namesByShape).filter(([, names]) => names.includes(family));
  return shapes.flatMap(([shape]) => shape.split(" ").slice(1));
}

test("families of groups have the label group", () => {
  const families = GROUPING.flatMap(([, { families: each }]) => each);
  expect(families.filter(isGroupFamily)).toEqual(families.filter((family) => labelsOf(family).includes("group")));
});

test.each(GROUPING)("%s: families of each CPU or core have others in their place, and no others have", (collector) => {
  const families = collectorFacts[collector]?.families ?? [];
  const ofEach = families.filter((family) => labelsOf(family).some((label) => label === "cpu" || label === "core"));
  const replaced = families.filter((family) => groupFamiliesFor(family, collector).length > 0);
  expect(replaced).toEqual(ofEach);
  const groups = families.filter(isGroupFamily);
  expect(groups.filter((family) => familiesInGroup(family, collector).length !== 1)).toEqual([]);
});

test.each([
  [
    "node_cpu_frequency_min_hertz",
    "cpufreq",
    "node_cpu_group_frequency_min_highest_hertz",
    "node_cpu_group_frequency_min_lowest_hertz",
  ],
  [
    "node_cpu_frequency_hertz",
    "cpu",
    "node_cpu_group_info_frequency_highest_hertz",
    "node_cpu_group_info_frequency_lowest_hertz",
  ],
  ["node_cpu_scaling_governor", "cpufreq", "node_cpu_group_scaling_governor_cpus"],
  ["node_interrupts_total", "interrupts", "node_interrupts_group_total"],
  ["node_perf_sched_sched_switch", "perf", "node_perf_group_sched_sched_switch"],
  ["node_load1", "loadavg"],
])("in place of %s, the collector %s shows %s", (family, collector, ...names) => {
  expect(groupFamiliesFor(family, collector)).toEqual(names);
});
