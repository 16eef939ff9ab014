import { escapeLabelValue, escapeName } from "../../collectors/text-format/escape.ts";
import { formatNumber } from "../../collectors/text-format/number.ts";
import { compareBytewise } from "../../collectors/text-format/order.ts";

interface OpenSample {
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
}

/** The lines of a family whose samples differ in their label names. Rare and small: rendered on every scrape. */
export class OpenFamilyText {
  bytes: Buffer = Buffer.alloc(0);
  length = 0;
  samples = 0;
  duplicates = 0;
  /** Changes when any of these does. */
  version = 0;
  readonly openMetrics = undefined;

  private readonly header: string;
  private readonly name: string;
  private pending: OpenSample[] = [];
  private lastText = "";

  /** `header`: HELP and TYPE lines. */
  constructor(name: string, header = "") {
    this.header = header;
    this.name = escapeName(name);
  }

  add(value: number, names: readonly string[], values: readonly string[]): void {
    const labels = names.map((name, i) => [name, values[i] ?? ""] as const);
    labels.sort(([a], [b]) => compareBytewise(a, b));
    this.pending.push({ labels, value });
  }

  finish(): void {
    const seen = new Set<string>();
    let text = this.header;
    for (const { labels, value } of this.pending.toSorted(compareSamples)) {
      const inner = labels.map(([name, label]) => `${escapeName(name)}="${escapeLabelValue(label)}"`).join(",");
      if (seen.has(inner)) continue;
      seen.add(inner);
      text += `${this.name}${inner === "" ? "" : `{${inner}}`} ${formatNumber(value)}\n`;
    }
    const duplicates = this.pending.length - seen.size;
    this.pending = [];
    if (text === this.lastText && duplicates === this.duplicates) return;
    this.version++;
    this.lastText = text;
    this.duplicates = duplicates;
    this.samples = seen.size;
    this.bytes = Buffer.from(text);
    this.length = this.bytes.length;
  }

  get touched(): boolean {
    return this.pending.length > 0;
  }
}

/** Fewer labels first, then by values in the order of the label names; names themselves are not compared. */
function compareSamples(a: OpenSample, b: OpenSample): number {
  if (a.labels.length !== b.labels.length) return a.labels.length - b.labels.length;
  for (const [i, [, value]] of a.labels.entries()) {
    const order = compareBytewise(value, b.labels[i]?.[1] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}
