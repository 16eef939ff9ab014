import { sortSeries } from "../../collectors/text-format/conflicts.ts";
import { escapeName } from "../../collectors/text-format/escape.ts";
import { formatNumber } from "../../collectors/text-format/number.ts";
import { compareBytewise } from "../../collectors/text-format/order.ts";
import { SampleLine } from "../../collectors/text-format/sample-lines.ts";
import { labelText, seriesText } from "../../collectors/text-format/series-text.ts";

/** The lines of a family whose samples differ in their label names. Rare and small: rendered on every scrape. */
export class OpenFamilyText {
  bytes: Buffer = Buffer.alloc(0);
  length = 0;
  samples = 0;
  duplicates = 0;
  /** Changes when any of these does. */
  version = 0;
  readonly openMetrics = undefined;

  /** Values are part of the text, so it changes more often than the series do. */
  get layout(): number {
    return this.version;
  }

  private readonly header: string;
  private readonly name: string;
  private pending: SampleLine[] = [];
  private lastText = "";

  /** `header`: HELP and TYPE lines. */
  constructor(name: string, header = "") {
    this.header = header;
    this.name = escapeName(name);
  }

  add(value: number, names: readonly string[], values: readonly string[]): void {
    const labels = names.map((name, i) => [name, values[i] ?? ""] as const);
    labels.sort(([a], [b]) => compareBytewise(a, b));
    const [sortedNames, sortedValues] = [labels.map(([name]) => escapeName(name)), labels.map(([, label]) => label)];
    const series = seriesText(this.name, labelText(sortedNames, sortedValues));
    this.pending.push(new SampleLine(this.name, sortedNames, sortedValues, `${series} ${formatNumber(value)}\n`));
  }

  finish(): void {
    const lines = sortSeries(this.pending, () => {});
    const text = this.header + lines.map((line) => line.text).join("");
    const duplicates = this.pending.length - lines.length;
    this.pending = [];
    if (text === this.lastText && duplicates === this.duplicates) return;
    this.version++;
    this.lastText = text;
    this.duplicates = duplicates;
    this.samples = lines.length;
    this.bytes = Buffer.from(text);
    this.length = this.bytes.length;
  }

  get touched(): boolean {
    return this.pending.length > 0;
  }
}
