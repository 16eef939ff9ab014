import { formatNumber } from "../../../src/collectors/text-format/number.ts";

/** A sample as a collector emits it: labels by name, in any order. */
export interface NaiveSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The sample lines of one family, written in the plainest way from the rules of the text format. */
export function naiveLines(name: string, samples: readonly NaiveSample[]): string[] {
  const lines = new Map<string, { values: Buffer[]; line: string }>();
  for (const { labels, value } of samples) {
    const sorted = Object.entries(labels).toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const inner = sorted.map(([label, text]) => `${label}="${escape(text)}"`).join(",");
    if (lines.has(inner)) continue;
    const braces = inner === "" ? "" : `{${inner}}`;
    lines.set(inner, {
      // Fewer labels first, then by values, at last by names.
      values: [...sorted.map(([, text]) => text), ...sorted.map(([label]) => label)].map((text) => Buffer.from(text)),
      line: `${name}${braces} ${formatNumber(value)}\n`,
    });
  }
  return [...lines.values()].toSorted((a, b) => compareValues(a.values, b.values)).map(({ line }) => line);
}

function escape(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

function compareValues(a: readonly Buffer[], b: readonly Buffer[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [i, value] of a.entries()) {
    const order = Buffer.compare(value, b[i] ?? Buffer.alloc(0));
    if (order !== 0) return order;
  }
  return 0;
}
