import type { CollectorMetadata } from "../src/collectors/kit/define.ts";
import { flagTable } from "../src/main/options/flag-table.ts";
import type { Flag } from "../src/main/options/flag.ts";
import { ownMetricsTable } from "./own-metrics-table.ts";

/** Pages of docs/reference with a table that is made of definitions, by name without `.md`. */
export const REFERENCE_PAGES = ["collectors", "flags", "metrics"] as const;

/** The table of a page of docs/reference, in Markdown. */
export async function referenceTable(
  name: (typeof REFERENCE_PAGES)[number],
  collectors: readonly CollectorMetadata[],
): Promise<string> {
  if (name === "collectors") return collectorsTable(collectors);
  return name === "flags" ? flagsTable(shownFlags(collectors)) : await ownMetricsTable();
}

/** A page with the table between its markers replaced; throws where they are missing. */
export function withTable(page: string, table: string): string {
  const [begin, end] = ["<!-- table:begin -->", "<!-- table:end -->"];
  const [start, stop] = [page.indexOf(begin), page.indexOf(end)];
  if (start === -1 || stop < start) throw new Error(`no ${begin} … ${end}`);
  return `${page.slice(0, start + begin.length)}\n${table}\n${page.slice(stop)}`;
}

function shownFlags(collectors: readonly CollectorMetadata[]): readonly Flag[] {
  return flagTable(collectors).filter(({ hidden, switches }) => hidden !== true && switches === undefined);
}

function collectorsTable(collectors: readonly CollectorMetadata[]): string {
  const rows = collectors.map(({ name, enabledByDefault, summary, deprecated }) => {
    const note = deprecated === undefined ? "" : ` **Deprecated:** ${deprecated}`;
    return row(code(name), enabledByDefault ? "on" : "off", cell(summary + note));
  });
  return [row("Collector", "Default", "What it reads"), row("---", "---", "---"), ...rows].join("\n");
}

function flagsTable(flags: readonly Flag[]): string {
  const rows = flags.map((flag) => {
    const variable = flag.env === undefined ? "" : ` Environment: ${code(flag.env)}.`;
    return row(code(nameOf(flag)), defaultOf(flag), cell(flag.help) + variable);
  });
  return [row("Flag", "Default", "Meaning"), row("---", "---", "---"), ...rows].join("\n");
}

function nameOf(flag: Flag): string {
  return flag.type === "bool" && flag.prints === undefined ? `--[no-]${flag.name}` : `--${flag.name}`;
}

function defaultOf(flag: Flag): string {
  if (flag.prints !== undefined) return "";
  const text = flag.type === "strings" ? flag.default.join(" ") : String(flag.default);
  return text === "" ? "" : code(text);
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function code(text: string): string {
  return `\`${cell(text)}\``;
}

/** A bar ends a cell, even inside code. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
