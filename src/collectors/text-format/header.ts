import type { MetricType } from "../kit/family.ts";
import { escapeHelp, escapeName } from "./escape.ts";

/** HELP and TYPE lines of text format 0.0.4. */
export function textHeader(name: string, type: MetricType, help: string): string {
  const exposed = escapeName(name);
  return `# HELP ${exposed} ${escapeHelp(help)}\n# TYPE ${exposed} ${type}\n`;
}

/**
 * HELP and TYPE lines of OpenMetrics 1.0. A counter family is named without `_total`;
 * a counter whose samples lack that suffix can only be `unknown` there.
 */
export function openMetricsHeader(name: string, type: MetricType, help: string): string {
  const exposed = escapeName(name);
  const isCounter = type === "counter" && exposed.endsWith("_total");
  const family = isCounter ? exposed.slice(0, -"_total".length) : exposed;
  const text = escapeHelp(help).replaceAll('"', '\\"');
  return `# HELP ${family} ${text}\n# TYPE ${family} ${openMetricsType(type, isCounter)}\n`;
}

function openMetricsType(type: MetricType, isCounter: boolean): string {
  if (type === "untyped") return "unknown";
  return type === "counter" && !isCounter ? "unknown" : type;
}
