import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalog } from "../../../src/collectors/generated/catalog.ts";
import { flagTable } from "../../../src/main/options/flag-table.ts";
import type { Flag } from "../../../src/main/options/flag.ts";

const FILE = join(import.meta.dirname, "../../../../shared/flags.tsv");
/** Flags of our own. */
const ADDED = [
  "scrape.timeout-margin",
  "scrape.default-timeout",
  "web.openmetrics",
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

const present = existsSync(FILE);
const flags = new Map(flagTable(catalog).map((flag) => [flag.name, flag]));
const original = present ? originalRows() : [];

describe.skipIf(!present)("flags of the original (needs the list of its flags beside the checkout)", () => {
  test.each(original)("--$flag", (row) => {
    const flag = flags.get(row.flag);
    expect(flag === undefined ? undefined : rowOf(flag)).toEqual(row);
  });

  test("there are no others but our own", () => {
    const names = new Set(original.map(({ flag }) => flag));
    expect([...flags.keys()].filter((name) => !names.has(name)).toSorted()).toEqual(ADDED.toSorted());
  });
});

/** Rows of general flags and of the collectors that are there. */
function originalRows(): readonly Row[] {
  const owners = new Set(["(global)", ...catalog.map(({ name }) => name)]);
  const lines = readFileSync(FILE, "utf8").trimEnd().split("\n").slice(1);
  return lines.flatMap((line) => {
    const [flag = "", owner = "", type = "", text = "", hidden, repeatable] = line.split("\t");
    if (!owners.has(owner)) return [];
    return [{ flag, type, default: noText(text), hidden: hidden === "1", repeatable: repeatable === "1" }];
  });
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

/** How the list writes that a repeatable flag has no default, or an empty one. */
function noText(text: string): string {
  return text === "(none)" || text === '""' ? "" : text;
}
