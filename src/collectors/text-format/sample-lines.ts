import { Lexer } from "./lexer.ts";
import type { Labelled } from "./order.ts";
import { SampleReader } from "./sample-reader.ts";

/** One sample as it was read, and its line with the line break. */
export class SampleLine implements Labelled {
  readonly name: string;
  /** In the order of the line, as are their values. */
  readonly labelNames: readonly string[];
  readonly labelValues: readonly string[];
  readonly text: string;

  constructor(name: string, labelNames: readonly string[], labelValues: readonly string[], text: string) {
    this.name = name;
    this.labelNames = labelNames;
    this.labelValues = labelValues;
    this.text = text;
  }

  labelValue(index: number): string {
    return this.labelValues[index] ?? "";
  }
}

/** Reads lines that are samples, without making families of them; throws TextFormatError. */
export function readSampleLines(bytes: Buffer, path: string): SampleLine[] {
  const lexer = new Lexer(bytes, path);
  const reader = new SampleReader(lexer, "ignored");
  const { labels } = reader;
  const lines: SampleLine[] = [];
  for (let start = 0; lexer.nextLine(); start = lexer.at) {
    const name = reader.read("", undefined);
    const [names, values] = [labels.names.slice(0, labels.length), labels.values.slice(0, labels.length)];
    lines.push(new SampleLine(name, names, values, bytes.toString("utf8", start, lexer.at)));
  }
  return lines;
}

/** Name and labels of a series as `seriesText` writes it; throws TextFormatError. */
export function readSeries(series: string): { readonly name: string; readonly labels: Map<string, string> } {
  const [line] = readSampleLines(Buffer.from(`${series} 0\n`), series);
  const labels = line?.labelNames.map((name, i) => [name, line.labelValue(i)] as const);
  return { name: line?.name ?? "", labels: new Map(labels) };
}
