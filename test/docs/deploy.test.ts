import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isSeq, parse, parseAllDocuments, parseDocument } from "yaml";
import manifest from "../../package.json" with { type: "json" };
import { hasPromtool } from "../support/promtool.ts";
import { collectorFacts } from "../../src/collectors/generated/families.ts";
import { parseArguments } from "../../src/main/options/parse.ts";
import { readPage } from "./pages.ts";

const folder = join(import.meta.dirname, "../../deploy");
const hasSystemdAnalyze = spawnSync("systemd-analyze", ["--version"]).status === 0;
const read = (path: string) => readFileSync(join(folder, path), "utf8");

/** Both mount the host at /host; the image has no arguments of its own. */
const READS_MOUNTED_HOST = {
  kind: "run",
  options: { paths: { rootfs: "/host", udevData: "/host/run/udev/data" } },
};

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly record: string; readonly expr: string }[] }[];
}

test("the arguments of the DaemonSet are right, and read the mounted host", async () => {
  const [, daemonSet] = parseAllDocuments(read("kubernetes/node-exporter.yaml"));
  const args: unknown = daemonSet?.getIn(["spec", "template", "spec", "containers", 0, "args"]);
  expect(await parseArguments(words(args), {}, "exporter")).toMatchObject(READS_MOUNTED_HOST);
});

test("the arguments of the Compose file are right, and read the mounted host", async () => {
  const args: unknown = parseDocument(read("docker/compose.yaml")).getIn(["services", "node-exporter", "command"]);
  expect(await parseArguments(words(args), {}, "exporter")).toMatchObject(READS_MOUNTED_HOST);
});

test.each([
  "README.md",
  "docs/migrate.md",
  "deploy/docker/compose.yaml",
  "deploy/kubernetes/chart-values.yaml",
  "deploy/kubernetes/node-exporter.yaml",
])("%s names this version", (file) => {
  const versions = readPage(file).match(/\b1\.\d+\.\d{3,}\b/g);
  expect(new Set(versions)).toEqual(new Set([manifest.version]));
});

test("the values for kube-prometheus name the same version twice", () => {
  const [, block = ""] = /```jsonnet\n(.*?)```/s.exec(readPage("docs/migrate.md")) ?? [];
  const named = [...block.matchAll(/\b(versions|images)\+: \{ nodeExporter: '(?:[\w./-]+:)?([\d.]+)' \}/g)];
  expect(named.map(([, list, version]) => [list, version])).toEqual([
    ["versions", manifest.version],
    ["images", manifest.version],
  ]);
});

test("the arguments that the unit proposes are right", async () => {
  const [, text = ""] = /OPTIONS="(.*?)"/.exec(read("systemd/node_exporter.service")) ?? [];
  expect(await parseArguments(text.split(" "), {}, "exporter")).toMatchObject({ kind: "run" });
});

test("the defaults of the .deb are right, and flags win over them", async () => {
  const flags = [`--config.file=${join(folder, "packages/debian.yml")}`, "--no-collector.systemd"];
  const parsed = await parseArguments(flags, {}, "exporter");
  if (parsed.kind !== "run") throw new Error(JSON.stringify(parsed));
  expect(parsed.options.collectors.enabled).not.toContain("systemd");
});

test.skipIf(!hasSystemdAnalyze)("systemd finds the unit at most 2.5 of 10 exposed (needs systemd-analyze)", () => {
  const unit = join(folder, "systemd/node_exporter.service");
  const { status, stdout } = spawnSync("systemd-analyze", ["security", "--offline=yes", "--threshold=25", unit], {
    encoding: "utf8",
  });
  expect(stdout).toContain("Overall exposure level for node_exporter.service");
  expect(status).toBe(0);
});

test.skipIf(!hasPromtool)("the recording rules do what they are for (skipped without promtool)", () => {
  const rules = join(folder, "monitoring/cpu-groups.test.yml");
  const { status, stdout, stderr } = spawnSync("promtool", ["test", "rules", rules], { encoding: "utf8" });
  expect([status, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining("SUCCESS")]);
});

test("the rules read families that exist", () => {
  const families = new Set(Object.values(collectorFacts).flatMap(({ families: names }) => names));
  const { groups }: Rules = parse(read("monitoring/cpu-groups.rules.yml"));
  const rules = groups.flatMap((group) => group.rules);
  const recorded = new Set(rules.map(({ record }) => record));
  const used = rules.flatMap(({ expr }) => expr.match(/(?<![\w:])[\w:]*node_\w[\w:]*/g) ?? []);
  expect(used.filter((name) => !families.has(name) && !recorded.has(name))).toEqual([]);
});

function words(list: unknown): readonly string[] {
  if (!isSeq(list)) throw new Error("no arguments");
  return list.toJSON() as string[];
}
