import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row, Verdict } from "./row.ts";

const FILE = join(import.meta.dirname, "../../docs/reliability.md");
const BEGIN = "<!-- matrix:begin -->";
const END = "<!-- matrix:end -->";

/** Writes the results into the table of docs/reliability.md; rows that were not run keep theirs. */
export function writeTable(rows: readonly Row[], verdicts: ReadonlyMap<string, Verdict>): void {
  const document = readFileSync(FILE, "utf8");
  const known = tableRows(document);
  const lines = rows.map((row) => {
    const verdict = verdicts.get(row.id);
    const result = verdict === undefined ? (known.get(row.id) ?? "") : resultOf(verdict);
    return `| ${row.id} | ${row.what} | ${testOf(row)} | ${result} |`;
  });
  const table = ["| id | fault or input | test | result |", "| --- | --- | --- | --- |", ...lines];
  const start = document.indexOf(BEGIN) + BEGIN.length;
  writeFileSync(FILE, `${document.slice(0, start)}\n${table.join("\n")}\n${document.slice(document.indexOf(END))}`);
}

/** Results in the document by row. */
export function tableRows(document = readFileSync(FILE, "utf8")): ReadonlyMap<string, string> {
  const found = document.matchAll(/^\| ([A-Z]\d+) +\|.*\| ([^|]*?) +\|$/gm);
  return new Map([...found].map(([, id = "", result = ""]) => [id, result]));
}

function resultOf({ verdict, text }: Verdict): string {
  return `${verdict}: ${text.replaceAll(/\s+/g, " ").replaceAll("|", "/").slice(0, 200)}`;
}

function testOf({ run, tests = [] }: Row): string {
  const files = [...new Set(tests.map(({ file }) => `\`${file}\``))];
  return [...(run === undefined ? [] : ["whole program"]), ...files].join(", ");
}
