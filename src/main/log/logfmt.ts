import { visibleLines } from "./visible.ts";

/** Keys that come first, in the order of node_exporter. */
const FIRST = ["time", "level", "msg"];

/** Rewrites one JSON log line as logfmt. */
export function logfmtLine(json: string): string {
  const entry = JSON.parse(json) as Record<string, unknown>;
  const rest = Object.keys(entry).filter((key) => !FIRST.includes(key));
  return `${[...FIRST, ...rest].map((key) => `${key}=${quote(entry[key])}`).join(" ")}\n`;
}

function quote(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value ?? null);
  return text === "" || /[\s"=\\]|[^\x20-\x7e]/.test(text) ? visibleLines(JSON.stringify(text)) : text;
}
