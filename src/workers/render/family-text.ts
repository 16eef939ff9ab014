import { MAX_NUMBER_BYTES, writeNumber } from "../../collectors/text-format/number.ts";
import { LabelTable } from "./label-table.ts";

const NEWLINE = 10;
const UNFORMATTED = 1;

/**
 * The lines of one family with a fixed list of label names, kept as text between scrapes.
 *
 * Collectors emit their samples in the same order scrape after scrape, so the n-th sample is compared with the n-th of
 * last time: equal labels need no lookup, an equal value no formatting, and a changed value only rewrites its digits.
 * Anything else lays the text out again.
 */
export class FamilyText {
  /** The header and the sample lines; valid up to `length` after `finish`. */
  bytes: Buffer = Buffer.alloc(256);
  length = 0;
  /** Samples in `bytes`. */
  samples = 0;
  /** Samples of this scrape dropped because of equal labels. */
  duplicates = 0;
  /** Changes when any of these does. */
  version = 0;
  layout = 0;
  readonly openMetrics = undefined;

  private readonly header: Buffer;
  private readonly table: LabelTable;
  /** The table's. */
  private readonly labels: string[];
  private values = new Float64Array(4);
  private changed = new Uint8Array(4);
  private count = 0;
  private lastCount = 0;
  private changes = 0;
  private relayout = false;

  /** Emission index of every line, and the position of its value in `bytes`. */
  private order: Uint32Array = new Uint32Array(0);
  private valueStart = new Uint32Array(0);
  private valueLength = new Uint8Array(0);
  private spare: Buffer = Buffer.alloc(0);

  /** `header`: HELP and TYPE lines. */
  constructor(name: string, labelNames: readonly string[], header: Buffer = Buffer.alloc(0)) {
    this.header = header;
    this.table = new LabelTable(name, labelNames);
    this.labels = this.table.texts;
  }

  add0(value: number): void {
    this.store(this.count, value);
  }

  add1(value: number, a: string): void {
    const i = this.count;
    if (this.labels[i] !== a) this.setLabel(i, a);
    this.store(i, value);
  }

  add2(value: number, a: string, b: string): void {
    const i = this.count * 2;
    if (this.labels[i] !== a) this.setLabel(i, a);
    if (this.labels[i + 1] !== b) this.setLabel(i + 1, b);
    this.store(this.count, value);
  }

  add3(value: number, a: string, b: string, c: string): void {
    const i = this.count * 3;
    if (this.labels[i] !== a) this.setLabel(i, a);
    if (this.labels[i + 1] !== b) this.setLabel(i + 1, b);
    if (this.labels[i + 2] !== c) this.setLabel(i + 2, c);
    this.store(this.count, value);
  }

  add4(value: number, a: string, b: string, c: string, d: string): void {
    const i = this.count * 4;
    if (this.labels[i] !== a) this.setLabel(i, a);
    if (this.labels[i + 1] !== b) this.setLabel(i + 1, b);
    if (this.labels[i + 2] !== c) this.setLabel(i + 2, c);
    if (this.labels[i + 3] !== d) this.setLabel(i + 3, d);
    this.store(this.count, value);
  }

  add(value: number, values: readonly string[]): void {
    const { width } = this.table;
    const i = this.count * width;
    for (let k = 0; k < width; k++) {
      const label = values[k] ?? "";
      if (this.labels[i + k] !== label) this.setLabel(i + k, label);
    }
    this.store(this.count, value);
  }

  /** Ends a scrape: brings `bytes`, `length` and `samples` up to date and prepares for the next one. */
  finish(): void {
    const isOther = this.relayout || this.count !== this.lastCount;
    if (isOther || this.changes > 0) this.version++;
    if (isOther) this.layOut();
    else if (this.changes > 0) this.rewriteValues();
    this.lastCount = this.count;
    this.count = 0;
    this.changes = 0;
    this.relayout = false;
  }

  /** True when a sample was added since the last `finish`. */
  get touched(): boolean {
    return this.count > 0;
  }

  private setLabel(index: number, label: string): void {
    this.labels[index] = label;
    this.relayout = true;
  }

  private store(i: number, value: number): void {
    if (i >= this.values.length) this.growValues();
    if (this.values[i] !== value || i >= this.lastCount) {
      this.values[i] = value;
      this.changed[i] = UNFORMATTED;
      this.changes++;
    }
    this.count = i + 1;
  }

  private growValues(): void {
    const length = this.values.length * 2;
    this.values = grown(this.values, new Float64Array(length));
    this.changed = grown(this.changed, new Uint8Array(length));
  }

  private layOut(): void {
    const { count, table } = this;
    this.layout++;
    this.labels.length = count * table.width;
    const order = table.order(count);
    if (this.valueStart.length < count) {
      this.valueStart = new Uint32Array(count);
      this.valueLength = new Uint8Array(count);
    }
    const headerLength = this.header.length;
    this.bytes = withRoom(this.bytes, 0, headerLength);
    this.bytes.set(this.header);
    let at = headerLength;
    let lines = 0;
    for (let rank = 0; rank < count; rank++) {
      const i = order[rank] ?? 0;
      if (lines > 0 && table.compare(order[lines - 1] ?? 0, i) === 0) continue;
      const prefix = table.prefix(i);
      this.bytes = withRoom(this.bytes, at, at + prefix.length * 3 + MAX_NUMBER_BYTES + 1);
      at += this.bytes.write(prefix, at);
      const end = writeNumber(this.bytes, at, this.values[i] ?? 0);
      order[lines] = i;
      this.valueStart[lines] = at;
      this.valueLength[lines] = end - at;
      this.bytes[end] = NEWLINE;
      at = end + 1;
      lines++;
    }
    this.changed.fill(0, 0, count);
    this.order = order;
    this.duplicates = count - lines;
    this.samples = lines;
    this.length = at;
    // A family that lost most of its samples releases its memory.
    if (at >= this.bytes.length / 4 || this.bytes.length <= 4096) return;
    this.bytes = Buffer.from(this.bytes.subarray(0, at * 2));
    this.spare = Buffer.alloc(0);
  }

  private rewriteValues(): void {
    const { bytes, order, changed, values, valueStart, valueLength } = this;
    let target = bytes;
    let shift = 0;
    let copiedTo = 0;
    for (let rank = 0; rank < this.samples; rank++) {
      const i = order[rank] ?? 0;
      const start = valueStart[rank] ?? 0;
      if (changed[i] !== UNFORMATTED) {
        if (shift !== 0) valueStart[rank] = start + shift;
        continue;
      }
      changed[i] = 0;
      const oldLength = valueLength[rank] ?? 0;
      const end = writeNumber(number, 0, values[i] ?? 0);
      if (end !== oldLength && target === bytes) target = this.spareBuffer();
      if (target !== bytes) {
        copyRange(bytes, copiedTo, start, target, copiedTo + shift);
        copiedTo = start + oldLength;
      }
      valueStart[rank] = start + shift;
      for (let k = 0; k < end; k++) target[start + shift + k] = number[k] ?? 0;
      valueLength[rank] = end;
      shift += end - oldLength;
    }
    // Duplicates were dropped from `order`; their flags must not accumulate.
    if (this.duplicates > 0) changed.fill(0);
    if (target === bytes) return;
    copyRange(bytes, copiedTo, this.length, target, copiedTo + shift);
    this.spare = bytes;
    this.bytes = target;
    this.length += shift;
  }

  /** A buffer that holds the text even if every changed number takes its longest form. */
  private spareBuffer(): Buffer {
    const bound = this.length + this.changes * MAX_NUMBER_BYTES;
    if (this.spare.length >= Math.max(this.length + 64, bound)) return this.spare;
    const longest = this.length + this.samples * MAX_NUMBER_BYTES;
    return Buffer.allocUnsafeSlow(Math.min(longest, Math.ceil(bound * 1.1) + 256));
  }
}

const number = new Uint8Array(MAX_NUMBER_BYTES + 6);

function copyRange(from: Buffer, start: number, end: number, to: Buffer, at: number): void {
  if (end - start < 48) for (let i = start; i < end; i++) to[at + i - start] = from[i] ?? 0;
  else from.copy(to, at, start, end);
}

/** The first array's numbers in the second one, which is larger. */
function grown<T extends Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The same bytes, the first `used` of them kept, with room for `needed`. */
function withRoom(bytes: Buffer, used: number, needed: number): Buffer {
  if (needed <= bytes.length) return bytes;
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, bytes.length * 2));
  larger.set(bytes.subarray(0, used));
  return larger;
}
