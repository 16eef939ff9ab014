import type { CollectorMetadata } from "../src/collectors/generated/catalog.ts";
import { flagTable } from "../src/main/options/flag-table.ts";
import type { Flag } from "../src/main/options/flag.ts";

/** The pages of docs/reference that have a table made of the collectors' definitions. */
export const REFERENCE_PAGES = ["collectors", "flags"] as const;

/** The text of a page of docs/reference with its table written again between its markers. */
export function withTable(
  page: string,
  name: (typeof REFERENCE_PAGES)[number],
  collectors: readonly CollectorMetadata[],
): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [start, stop] = [page.indexOf(begin), page.indexOf(end)];
  if (start === -1 || stop < start) throw new Error(`docs/reference/${name}.md has no ${begin} … ${end}`);
  const table = name === "flags" ? flagsTable(shownFlags(collectors)) : collectorsTable(collectors);
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
