import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalog } from "../../../src/collectors/generated/catalog.ts";
import { flagTable } from "../../../src/main/options/flag-table.ts";
import type { Flag } from "../../../src/main/options/flag.ts";

/** Every flag of node_exporter 1.12.1 after its own `--help`, and those that it hides: name, type, default. */
const FILE = join(import.meta.dirname, "node_exporter-flags.tsv");

const DIFFERENCES = join(import.meta.dirname, "../../../docs/differences.md");

/** Flags of our own. */
const ADDED = [
  "config.file",
  "cpu.group",
  "scrape.max-series",
  "runtime.more-workers",
  "web.enable-lifecycle",
  "web.status-details",
  "web.status-page",
  "scrape.timeout-margin",
  "scrape.default-timeout",
  "web.openmetrics",
  "web.exporter-metrics",
  "web.learned-compression",
  "web.allow-cidr",
];

interface Row {
  readonly flag: string;
  readonly type: string;
  readonly default: string;
  readonly hidden: boolean;
  readonly repeatable: boolean;
}

const flags = new Map(flagTable(catalog).map((flag) => [flag.name, flag]));
const original = readFileSync(FILE, "utf8").trimEnd().split("\n").slice(1).map(readRow);

describe("flags of node_exporter", () => {
  test.each(original)("--$flag", (row) => {
    const flag = flags.get(row.flag);
    expect(flag === undefined ? undefined : rowOf(flag)).toEqual(row);
  });

  test("there are no others except our own", () => {
    const names = new Set(original.map(({ flag }) => flag));
    expect([...flags.keys()].filter((name) => !names.has(name)).toSorted()).toEqual(ADDED.toSorted());
  });

  test("docs/differences.md lists our own", () => {
    const [, list = ""] = /^- Added flags(.*?)^- /ms.exec(readFileSync(DIFFERENCES, "utf8")) ?? [];
    const listed = [...list.matchAll(/`--(?:\[no-\])?([\w.-]+)`/g)].map(([, name = ""]) => name);
    expect(listed.toSorted()).toEqual(ADDED.toSorted());
  });
});

function readRow(line: string): Row {
  const [flag = "", type = "", text = "", hidden, repeatable] = line.split("\t");
  return { flag, type, default: text, hidden: hidden === "1", repeatable: repeatable === "1" };
}

function rowOf(flag: Flag): Row {
  const text = flag.type === "strings" ? flag.default.join(" ") : String(flag.default);
  return {
    flag: flag.name,
    type: flag.type === "strings" ? "string" : flag.type,
    default: text,
    hidden: flag.hidden === true,
    repeatable: flag.type === "strings",
  };
}
