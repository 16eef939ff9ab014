import { escapeLabelValue } from "../../collectors/text-format/escape.ts";
import { formatNumber } from "../../collectors/text-format/number.ts";
import { compareBytewise } from "../../collectors/text-format/order.ts";
import { defineFamily, type FamilyDefinition } from "../../workers/protocol/definition.ts";
import type { Piece } from "../../workers/protocol/section.ts";
import { NumberLines } from "./number-lines.ts";
import { type Histogram, type Observations, observations } from "./prom-client.ts";

type Store = Readonly<Record<string, Observations>>;

/** The text of a histogram of seconds of prom-client with one label, kept between scrapes. */
export class HistogramText {
  private readonly histogram: Histogram;
  private readonly label: string;
  private readonly bounds: readonly number[];
  /** The bounds as prom-client's keys: to look up by number would make the text of each number. */
  private readonly boundKeys: readonly string[];
  private readonly definition: FamilyDefinition;
  /** In the histogram's store, in the order of the text. */
  private keys: readonly string[] = [];
  private values = new Float64Array(0);
  private lines: NumberLines;

  /** `bounds`: the histogram's own, none of them whole, since OpenMetrics would write those differently. */
  constructor(histogram: Histogram, name: string, help: string, label: string, bounds: readonly number[]) {
    if (bounds.some(Number.isInteger)) throw new TypeError(`${name}: a whole bound`);
    this.histogram = histogram;
    this.label = label;
    this.bounds = bounds;
    this.boundKeys = bounds.map(String);
    this.definition = defineFamily(name, "histogram", help);
    this.lines = new NumberLines(this.definition, []);
  }

  /** The family as it is now, valid until the next call; undefined before the first observation. */
  update(): Piece | undefined {
    const stored = observations(this.histogram);
    let count = 0;
    for (const _ in stored) count++;
    if (count !== this.keys.length) this.layOut(stored);
    if (count === 0) return undefined;
    this.readValues(stored);
    this.lines.update(this.values);
    return this.lines.piece;
  }

  private layOut(stored: Store): void {
    const value = (key: string): string => String(stored[key]?.labels[this.label] ?? "");
    this.keys = Object.keys(stored).toSorted((a, b) => compareBytewise(value(a), value(b)));
    const prefixes = this.keys.flatMap((key) => this.prefixes(value(key)));
    this.lines = new NumberLines(this.definition, prefixes);
    this.values = new Float64Array(prefixes.length);
  }

  private prefixes(value: string): readonly string[] {
    const { name } = this.definition;
    const own = `${this.label}="${escapeLabelValue(value)}"`;
    return [
      ...this.bounds.map((bound) => `${name}_bucket{${own},le="${formatNumber(bound)}"} `),
      `${name}_bucket{${own},le="+Inf"} `,
      `${name}_sum{${own}} `,
      `${name}_count{${own}} `,
    ];
  }

  private readValues(stored: Store): void {
    const { boundKeys, values } = this;
    let at = 0;
    for (const key of this.keys) {
      const one = stored[key];
      // A bucket has all that is below its bound; prom-client stores what lies between two bounds.
      let below = 0;
      for (const bound of boundKeys) values[at++] = below += one?.bucketValues[bound] ?? 0;
      values[at++] = one?.count ?? 0;
      // Below a microsecond there is nothing but rounding errors, whose many digits take long to write.
      values[at++] = Math.round((one?.sum ?? 0) * 1e6) / 1e6;
      values[at++] = one?.count ?? 0;
    }
  }
}
