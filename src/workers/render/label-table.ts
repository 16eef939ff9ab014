import { escapeName } from "../../collectors/text-format/escape.ts";
import { compareBytewise } from "../../collectors/text-format/order.ts";
import { labelPair, seriesText } from "../../collectors/text-format/series-text.ts";

/** The label values of a family's samples, `width` for each, and the order that follows from them. */
export class LabelTable {
  /** Of the samples one after the other. */
  readonly texts: string[] = [];
  readonly width: number;
  private readonly name: string;
  private readonly names: readonly string[];
  /** Positions of the labels, sorted by label name. */
  private readonly sorted: readonly number[];

  constructor(name: string, labelNames: readonly string[]) {
    this.name = escapeName(name);
    this.width = labelNames.length;
    this.names = labelNames.map(escapeName);
    this.sorted = labelNames
      .map((_, i) => i)
      .toSorted((a, b) => compareBytewise(labelNames[a] ?? "", labelNames[b] ?? ""));
  }

  /** Indices of the first `count` samples by label values; among equal ones the first comes first. */
  order(count: number): Uint32Array {
    const order = new Uint32Array(count);
    let ascending = true;
    for (let i = 0; i < order.length; i++) {
      order[i] = i;
      if (ascending && i > 0 && this.compare(i - 1, i) > 0) ascending = false;
    }
    return ascending ? order : order.sort((a, b) => this.compare(a, b) || a - b);
  }

  /** Compares the label values of two samples; 0 when they are equal. */
  compare(a: number, b: number): number {
    for (const k of this.sorted) {
      const x = this.texts[a * this.width + k] ?? "";
      const y = this.texts[b * this.width + k] ?? "";
      if (x !== y) return compareBytewise(x, y);
    }
    return 0;
  }

  /** What stands before the value in the line of a sample. */
  prefix(i: number): string {
    let labels = "";
    let separator = "";
    for (const k of this.sorted) {
      labels += separator + labelPair(this.names[k] ?? "", this.texts[i * this.width + k] ?? "");
      separator = ",";
    }
    return `${seriesText(this.name, labels)} `;
  }
}
