import type { MetricType } from "../../collectors/kit/family.ts";
import type { SampleText } from "../render/sink.ts";
import { eachLine, headerLength, type KeyOf, keyReader } from "./lines.ts";

const NO_BYTES = Buffer.alloc(0);

/** The lines of a family that are shown. */
export class FamilyChoice {
  static readonly nothing = new FamilyChoice(NO_BYTES, 0, undefined);

  /** Shows all of them. */
  static all(text: SampleText): FamilyChoice {
    return new FamilyChoice(Buffer.from(text.bytes.subarray(0, text.length)), text.samples, undefined);
  }

  /** How many there are. */
  readonly count: number;
  /** Which ones, by place up to the last of them; undefined for all. */
  readonly lines: Uint8Array | undefined;
  /** The lines as they were when they were chosen: series are known by their names and labels. */
  private readonly bytes: Buffer;

  constructor(bytes: Buffer, count: number, lines: Uint8Array | undefined) {
    this.bytes = bytes;
    this.count = count;
    this.lines = lines;
  }

  /** Begins the choice of what the family has now, with those of its series that are shown already. */
  renew(text: SampleText, type: MetricType): NextChoice {
    const keyOf = keyReader(type);
    const shown = new Set<string>();
    eachLine(this.bytes, this.bytes.length, (start, end) => void shown.add(keyOf(this.bytes, start, end)));
    return new NextChoice(text, type, keyOf, shown);
  }
}

/** A choice that is being made. */
class NextChoice {
  /** Lines chosen so far. */
  count = 0;
  private readonly text: SampleText;
  private readonly bytes: Buffer;
  private readonly lines: Uint8Array;
  /** Lines of each metric, where they are shown together or not at all. */
  private readonly metrics: readonly (readonly number[])[] | undefined;
  private end = 0;

  constructor(text: SampleText, type: MetricType, keyOf: KeyOf, shown: ReadonlySet<string>) {
    this.text = text;
    this.bytes = text.bytes;
    this.lines = new Uint8Array(text.samples);
    if (type === "histogram" || type === "summary") {
      const metrics = linesByMetric(this.bytes, text.length, keyOf);
      this.metrics = [...metrics.values()];
      for (const [key, lines] of metrics) if (shown.has(key)) this.add(lines);
    } else if (shown.size > 0) this.keep(keyOf, shown);
  }

  /** Chooses more, as far as there is room for them. */
  fill(room: number): void {
    const most = this.count + room;
    if (this.metrics === undefined) {
      for (let line = 0; line < this.lines.length && this.count < most; line++)
        if (this.lines[line] === 0) this.add([line]);
      return;
    }
    for (const lines of this.metrics)
      if (this.lines[lines[0] ?? 0] === 0 && this.count + lines.length <= most) this.add(lines);
  }

  done(): FamilyChoice {
    const { bytes, count, text } = this;
    if (count === text.samples) return FamilyChoice.all(text);
    const lines = this.lines.slice(0, this.end);
    return new FamilyChoice(copyLines(bytes, text.length, lines), count, lines);
  }

  private keep(keyOf: KeyOf, shown: ReadonlySet<string>): void {
    let line = 0;
    eachLine(this.bytes, this.text.length, (start, end) => {
      if (shown.has(keyOf(this.bytes, start, end))) this.add([line]);
      line++;
      return this.count < shown.size;
    });
  }

  private add(lines: readonly number[]): void {
    for (const line of lines) {
      this.lines[line] = 1;
      this.end = Math.max(this.end, line + 1);
    }
    this.count += lines.length;
  }
}

function linesByMetric(bytes: Buffer, length: number, keyOf: KeyOf): ReadonlyMap<string, readonly number[]> {
  const metrics = new Map<string, number[]>();
  let line = 0;
  eachLine(bytes, length, (start, end) => {
    const key = keyOf(bytes, start, end);
    const lines = metrics.get(key);
    if (lines === undefined) metrics.set(key, [line]);
    else lines.push(line);
    line++;
  });
  return metrics;
}

/** HELP and TYPE lines, if there are, and the chosen ones of the sample lines. */
export function copyLines(bytes: Buffer, length: number, lines: Uint8Array): Buffer {
  const parts = [bytes.subarray(0, headerLength(bytes, length))];
  let line = 0;
  let [from, to] = [0, 0];
  eachLine(bytes, length, (start, end) => {
    if (line >= lines.length) return false;
    if (lines[line++] === 1) {
      if (to !== start) {
        parts.push(bytes.subarray(from, to));
        from = start;
      }
      to = end;
    }
    return true;
  });
  return Buffer.concat([...parts, bytes.subarray(from, to)]);
}
