import { visible } from "../../log/visible.ts";
import { tableLines } from "../text-table.ts";
import type { CollectorDifference, Report } from "./report.ts";

/** Rows of one table; the others are counted, and `--json` has them. */
const MAX_ROWS = 40;

/** Families of one kind that are named in a line. */
const MAX_NAMES = 6;

/** The report as tables for people. */
export function reportText(report: Report): string {
  const { there, here, missing, removed, extra, values, collectors, own } = report;
  const parts = [
    table(
      "",
      ["", "exporter", "version", "families", "series"],
      [
        ["there", there.name, there.version, String(there.families), String(there.series)],
        ["here", here.name, here.version, String(here.families), String(here.series)],
      ],
    ),
    table(
      "Families that are missing",
      ["family", "type", "series"],
      missing.families.map(({ family, type, series }) => [family, type, String(series)]),
    ),
    table(
      "Families of another type",
      ["family", "there", "here"],
      missing.types.map((each) => [each.family, each.there, each.here]),
    ),
    table(
      "Labels that are missing",
      ["family", "label"],
      missing.labels.map(({ family, label }) => [family, label]),
    ),
    table(
      "Series that are missing",
      ["series"],
      missing.series.map(({ series }) => [series]),
    ),
    table(
      "No longer in node_exporter 1.12 (not missing)",
      ["family", "series", "since", "reason"],
      removedFamilies(removed),
    ),
    table(
      "Families that only this program has",
      ["family", "type", "series", "added in"],
      extra.families.map(({ family, type, series, since }) => [family, type, String(series), since ?? "?"]),
    ),
    table(
      "Labels that only this program has",
      ["family", "label", "added in"],
      extra.labels.map(({ family, label, since }) => [family, label, since ?? "?"]),
    ),
    table("Series that only this program has", ["family", "series", "such as", "added in"], extraSeries(extra.series)),
    table(
      "Values that the time between the scrapes does not explain",
      ["series", "type", "there", "here before", "here after"],
      values.map((each) => [each.series, each.type, each.there, each.before, each.after]),
    ),
    table(
      "Collectors that differ",
      ["collector", "there", "here"],
      collectors.filter(differs).map((each) => [each.collector, each.there, each.here]),
    ),
    failedOnBoth(collectors.filter((each) => !differs(each))),
    ownNames("only there", own.there) + ownNames("only here", own.here),
    verdict(report),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** A device that is left out has a series in many families, and there may be many devices. */
function removedFamilies(removed: Report["removed"]): string[][] {
  const rows = new Map<string, string[]>();
  for (const { family, series, since, reason } of removed) {
    const key = `${family} ${reason}`;
    const [, count = "0"] = rows.get(key) ?? [];
    rows.set(key, [family, series === undefined ? "all" : String(Number(count) + 1), since, reason]);
  }
  return [...rows.values()];
}

/** A device that only this program shows has a series in many families, too. */
function extraSeries(extra: Report["extra"]["series"]): string[][] {
  const rows = new Map<string, string[]>();
  for (const { family, series, since = "?" } of extra) {
    const key = `${family} ${since}`;
    const [, count = "0", example = series.slice(family.length)] = rows.get(key) ?? [];
    rows.set(key, [family, String(Number(count) + 1), example, since]);
  }
  return [...rows.values()];
}

function differs({ there, here }: CollectorDifference): boolean {
  return there !== here;
}

function failedOnBoth(collectors: readonly CollectorDifference[]): string {
  const names = collectors.map(({ collector }) => collector);
  return names.length === 0 ? "" : `Collectors that fail or find nothing on both sides: ${visible(names.join(", "))}\n`;
}

function verdict({ missing }: Report): string {
  const counts = [
    counted(missing.families.length, "family", "families"),
    counted(missing.types.length, "type", "types"),
    counted(missing.labels.length, "label", "labels"),
    counted(missing.series.length, "series", "series"),
  ].filter((count) => count !== "");
  return counts.length === 0 ? "Nothing is missing.\n" : `Missing: ${counts.join(", ")}.\n`;
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}

function ownNames(where: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const more = names.length > MAX_NAMES ? ", …" : "";
  return `Of the exporter's process, ${where}: ${names.length} families (${visible(names.slice(0, MAX_NAMES).join(", "))}${more})\n`;
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const columns = head.map((heading) => ({ heading }));
  const more = rows.length > MAX_ROWS ? [`  … and ${rows.length - MAX_ROWS} more (--json has them all)`] : [];
  const heading = title === "" ? [] : [`${title}: ${rows.length}`];
  return `${[...heading, ...tableLines(columns, rows.slice(0, MAX_ROWS)), ...more].join("\n")}\n`;
}
