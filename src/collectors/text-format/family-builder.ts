import type { MetricType } from "../kit/family.ts";
import type { Distribution, DistributionPoint, Repetition, TextFamily } from "./family.ts";
import { compareBytewise } from "./order.ts";
import type { Labels } from "./sample-reader.ts";

/** Types as a TYPE line has them; the last one is known but cannot be exposed. */
export type TextType = MetricType | "gaugehistogram";

/** The part of a histogram or summary that a sample is. */
export type Part = "sum" | "count" | "point" | "nothing";

/** Bounds of one family. */
const MAX_LABEL_NAMES = 1000;
const MAX_LABEL_VALUES = 20_000_000;

/** Repeated samples of one family that are noted. */
const MAX_REPETITIONS = 20;

interface Growing {
  readonly points: Map<number, number>;
  sum: number | undefined;
  count: number | undefined;
}

/** Gathers the samples of one family, column by column, as their lines are read. */
export class FamilyBuilder {
  readonly name: string;
  type: TextType | undefined;
  help: string | undefined;
  readonly repetitions: Repetition[] = [];
  /** Label names in the order in which they were met. */
  readonly names: string[] = [];
  readonly columns: string[][] = [];
  series = 0;
  private readonly values: number[] = [];
  private readonly lines: number[] = [];
  private readonly firstLine: number;
  private helpLine: number | undefined;
  private typeLine: number | undefined;
  private readonly growing: Growing[] = [];
  private readonly byLabels = new Map<string, number>();

  /** `line`: the first one with this name. */
  constructor(name: string, line: number) {
    this.name = name;
    this.firstLine = line;
  }

  setHelp(help: string, line: number): void {
    this.help = help;
    this.helpLine = line;
  }

  setType(type: TextType, line: number): void {
    this.type = type;
    this.typeLine = line;
  }

  /** The value that the last series has for the `index`-th label; it often comes again. */
  lastValue(index: number): string {
    return this.columns[index]?.[this.series - 1] ?? "";
  }

  /** Adds a series. False when the family would hold too many labels. */
  add(labels: Labels, value: number, line: number): boolean {
    this.values.push(value);
    this.lines.push(line);
    return this.addLabels(labels);
  }

  /** Adds a sample to the histogram or summary that has these labels. False when the family would hold too many labels. */
  addPart(labels: Labels, part: Part, bound: number, value: number, line: number): boolean {
    const key = keyOf(labels);
    let index = this.byLabels.get(key);
    if (index === undefined) {
      index = this.series;
      this.byLabels.set(key, index);
      this.growing.push({ points: new Map(), sum: undefined, count: undefined });
      this.lines.push(line);
      if (!this.addLabels(labels)) return false;
    }
    const series = this.growing[index];
    if (series !== undefined && !grow(series, part, bound, value)) this.noteRepetition(line, "last");
    return true;
  }

  /** The family with its series in order; undefined without samples. */
  finish(): TextFamily | undefined {
    if (this.series === 0) return undefined;
    const order = this.names
      .map((_, i) => i)
      .toSorted((a, b) => compareBytewise(this.names[a] ?? "", this.names[b] ?? ""));
    const columns = order.map((i) => this.columns[i] ?? []);
    const rows = this.sortedRows(columns);
    const isSame = rows.length === this.series && rows.every((row, i) => row === i);
    return {
      name: this.name,
      type: this.type === undefined || this.type === "gaugehistogram" ? "untyped" : this.type,
      help: this.help,
      labelNames: order.map((i) => this.names[i] ?? ""),
      labelValues: isSame ? columns : columns.map((column) => rows.map((row) => column[row] ?? "")),
      series: rows.length,
      values: this.growing.length > 0 ? [] : rows.map((row) => this.values[row] ?? 0),
      distributions: this.growing.length > 0 ? rows.map((row) => finishDistribution(this.growing[row])) : [],
      lines: {
        first: this.firstLine,
        help: this.helpLine,
        type: this.typeLine,
        series: isSame ? this.lines : rows.map((row) => this.lines[row] ?? 0),
      },
    };
  }

  private addLabels({ names, values, length }: Labels): boolean {
    const row = this.series++;
    for (let i = 0; i < length; i++) {
      const name = names[i] ?? "";
      const column = this.names[i] === name ? this.columns[i] : this.column(name, row);
      column?.push(values[i] ?? "");
    }
    if (length < this.columns.length) for (const column of this.columns) if (column.length === row) column.push("");
    const width = this.columns.length;
    return width <= MAX_LABEL_NAMES && this.series * width <= MAX_LABEL_VALUES;
  }

  private column(name: string, row: number): string[] {
    const index = this.names.indexOf(name);
    const known = this.columns[index];
    if (known !== undefined) return known;
    const column = Array.from({ length: row }, () => "");
    this.names.push(name);
    this.columns.push(column);
    return column;
  }

  /** Rows by label values; of equal ones only the first line's stays, the others are noted as repetitions. */
  private sortedRows(columns: readonly (readonly string[])[]): number[] {
    const compare = (a: number, b: number): number => {
      for (let i = 0; i < columns.length; i++) {
        const x = columns[i]?.[a] ?? "";
        const y = columns[i]?.[b] ?? "";
        if (x !== y) return compareBytewise(x, y);
      }
      return 0;
    };
    const rows = Array.from({ length: this.series }, (_, i) => i);
    if (rows.every((row) => row === 0 || compare(row - 1, row) < 0)) return rows;
    rows.sort((a, b) => compare(a, b) || a - b);
    return rows.filter((row, i) => {
      const isNew = i === 0 || compare(rows[i - 1] ?? 0, row) !== 0;
      if (!isNew) this.noteRepetition(this.lines[row] ?? 0, "first");
      return isNew;
    });
  }

  private noteRepetition(line: number, counts: Repetition["counts"]): void {
    if (this.repetitions.length < MAX_REPETITIONS) this.repetitions.push({ line, family: this.name, counts });
  }
}

/** Labels in any order give the same key; an empty value is as good as none. */
function keyOf({ names, values, length }: Labels): string {
  const pairs: string[] = [];
  for (let i = 0; i < length; i++) if (values[i] !== "") pairs.push(`${names[i]}\0${values[i]}`);
  return pairs.sort().join("\0\0");
}

/** False when the series had this part already. */
function grow(series: Growing, part: Part, bound: number, value: number): boolean {
  if (part === "nothing") return true;
  if (part === "point") {
    const isNew = !series.points.has(bound);
    series.points.set(bound, value);
    return isNew;
  }
  const isNew = series[part] === undefined;
  series[part] = value;
  return isNew;
}

function finishDistribution(series: Growing | undefined): Distribution {
  const points: DistributionPoint[] = [...(series?.points ?? [])].map(([bound, value]) => ({ bound, value }));
  points.sort((a, b) => (a.bound < b.bound ? -1 : 1));
  return { points, sum: series?.sum ?? 0, count: series?.count ?? 0 };
}
