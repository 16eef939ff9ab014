import { MAX_NUMBER_BYTES, writeNumber } from "../../collectors/text-format/number.ts";
import type { FamilyDefinition } from "../../workers/protocol/definition.ts";
import type { Piece, Reused } from "../../workers/protocol/section.ts";

const ZERO = 48;
const NEWLINE = 10;

const digits = new Uint8Array(MAX_NUMBER_BYTES);

/**
 * A family whose lines are known from the start: nothing but the numbers changes, nearly all of them in each scrape.
 * For that, half as expensive as a sink.
 */
export class NumberLines {
  private readonly text: Reused<Piece>;
  private readonly values: Float64Array;
  /** Where the numbers stand in the text. */
  private readonly starts: Uint32Array;
  private readonly lengths: Uint8Array;

  /** `prefixes`: what stands in front of each number; all numbers are 0 at first. */
  constructor(definition: FamilyDefinition, prefixes: readonly string[]) {
    const header = definition.text;
    this.values = new Float64Array(prefixes.length);
    this.starts = new Uint32Array(prefixes.length);
    this.lengths = new Uint8Array(prefixes.length).fill(1);
    const prefixBytes = prefixes.reduce((sum, prefix) => sum + Buffer.byteLength(prefix), 0);
    const bytes = Buffer.alloc(header.length + prefixBytes + prefixes.length * (MAX_NUMBER_BYTES + 1));
    bytes.set(header);
    let at = header.length;
    for (const [i, prefix] of prefixes.entries()) {
      at += bytes.write(prefix, at);
      this.starts[i] = at;
      bytes[at++] = ZERO;
      bytes[at++] = NEWLINE;
    }
    this.text = { definition, bytes, start: 0, length: at, openMetrics: undefined, foreign: false };
  }

  /** The family as of the last update; always the same object. */
  get piece(): Piece {
    return this.text;
  }

  /** Takes over the numbers of all lines. */
  update(values: Float64Array): void {
    let shift = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      if (shift !== 0) this.starts[i] = (this.starts[i] ?? 0) + shift;
      if (value !== this.values[i]) shift += this.rewrite(i, value);
    }
  }

  /** Returns by how many bytes what follows has moved. */
  private rewrite(i: number, value: number): number {
    const { text } = this;
    const { bytes } = text;
    this.values[i] = value;
    const start = this.starts[i] ?? 0;
    const length = writeNumber(digits, 0, value);
    const growth = length - (this.lengths[i] ?? 0);
    if (growth !== 0) {
      bytes.copyWithin(start + length, start + length - growth, text.length);
      text.length += growth;
      this.lengths[i] = length;
    }
    for (let k = 0; k < length; k++) bytes[start + k] = digits[k] ?? ZERO;
    return growth;
  }
}
