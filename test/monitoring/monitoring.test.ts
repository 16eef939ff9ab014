import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { hasPromtool } from "../support/promtool.ts";
import { NODE_EXPORTER_FULL, NODE_MIXIN } from "./queried-names.ts";
import { isServed, namesIn } from "./served-names.ts";

const root = join(import.meta.dirname, "../..");
const directory = join(root, "deploy/monitoring");
const read = (file: string) => readFileSync(join(directory, file), "utf8");

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

interface Tests {
  readonly tests: readonly { readonly alert_rule_test?: readonly { alertname: string; exp_alerts: unknown[] }[] }[];
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

const rules = (parse(read("rules.yml")) as Rules).groups.flatMap(({ rules }) => rules);
const dashboard: { readonly panels: readonly Panel[] } = JSON.parse(read("dashboard.json"));

/** Families that are not there without --web.exporter-metrics=full. */
const detailed = new Set(
  [...readFileSync(join(root, "docs/reference/metrics.md"), "utf8").matchAll(/^\| `(\w+)[^|]*\| \w+ \| full \|/gm)].map(
    ([, name = ""]) => name,
  ),
);
const isDetailed = (name: string) => detailed.has(name.replace(/_(?:sum|count)$/, ""));

test.each([
  ["the node mixin", NODE_MIXIN],
  ["the dashboard Node Exporter Full", NODE_EXPORTER_FULL],
])("all that %s queries is served", (_name, names) => {
  expect([namesIn(names).length > 30, isServed("node_unheard_of_total")]).toEqual([true, false]);
  expect(namesIn(names).filter((name) => !isServed(name))).toEqual([]);
});

test("the rules query what exists by default", () => {
  expect(detailed.size).toBeGreaterThan(0);
  const names = rules.flatMap(({ expr }) => namesIn(expr));
  expect(names.filter((name) => !isServed(name) || isDetailed(name))).toEqual([]);
});

test("every rule has a test in which it fires", () => {
  const cases = (parse(read("rules.test.yml")) as Tests).tests.flatMap(({ alert_rule_test = [] }) => alert_rule_test);
  const fired = new Set(cases.filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname));
  expect(rules.map(({ alert }) => alert).filter((alert) => !fired.has(alert))).toEqual([]);
});

test.skipIf(!hasPromtool)("promtool finds the rules correct, and they fire as their tests say (needs promtool)", () => {
  for (const words of [
    ["check", "rules", "rules.yml"],
    ["test", "rules", "rules.test.yml"],
  ]) {
    const { status, stdout, stderr } = spawnSync("promtool", words, { cwd: directory, encoding: "utf8" });
    expect(status, `${stdout}${stderr}`).toBe(0);
  }
});

test("panels query what exists by default, or say that they need more", () => {
  for (const { title, targets = [] } of dashboard.panels) {
    const names = targets.flatMap(({ expr }) => namesIn(expr));
    expect(names.filter((name) => !isServed(name), title)).toEqual([]);
    expect(names.some(isDetailed), title).toBe(targets.length > 0 && title.includes("--web.exporter-metrics=full"));
  }
});

test("panels have numbers of their own and do not overlap", () => {
  const { panels } = dashboard;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});
