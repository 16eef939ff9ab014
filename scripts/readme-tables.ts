import type { CollectorMetadata } from "../src/collectors/generated/catalog.ts";
import { flagTable } from "../src/main/options/flag-table.ts";
import type { Flag } from "../src/main/options/flag.ts";

/** The README with its tables of flags and collectors written anew between their markers. */
export function withTables(readme: string, collectors: readonly CollectorMetadata[]): string {
  const flags = flagTable(collectors).filter(({ hidden, switches }) => hidden !== true && switches === undefined);
  return between(between(readme, "collectors", collectorsTable(collectors)), "flags", flagsTable(flags));
}

function between(readme: string, marker: string, table: string): string {
  const [begin, end] = [`<!-- ${marker}:begin -->`, `<!-- ${marker}:end -->`];
  const [start, stop] = [readme.indexOf(begin), readme.indexOf(end)];
  if (start === -1 || stop < start) throw new Error(`README.md has no ${begin} … ${end}`);
  return `${readme.slice(0, start + begin.length)}\n${table}\n${readme.slice(stop)}`;
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
