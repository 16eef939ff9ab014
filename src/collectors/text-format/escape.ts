import { readableText } from "../parsers/utf8.ts";

/** Label value as it stands between the quotes. */
export function escapeLabelValue(name: string): string {
  const value = readableText(name);
  return /[\\\n"]/.test(value) ? value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"') : value;
}

/** HELP text of format 0.0.4. */
export function escapeHelp(help: string): string {
  return help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

/** Metric and label names hold letters, `_`, `:` and, after the first character, digits; every other character becomes `_`. */
export function escapeName(name: string): string {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) ? name : name.replace(/^[0-9]|[^a-zA-Z0-9_:]/gu, "_");
}
