import type { SampleText } from "../render/sink.ts";
import { copyLines, type FamilyChoice } from "./family-choice.ts";

let cuts = 0;

/** The lines of a family that are shown, in place of all. */
export class CutText implements SampleText {
  readonly bytes: Buffer;
  readonly length: number;
  readonly samples: number;
  readonly duplicates: number;
  /** Below 0, where no whole text has its versions. */
  readonly version = --cuts;
  readonly layout: number;
  readonly openMetrics: Buffer | undefined;
  /** The version of the text that it was cut from. */
  readonly source: number;

  constructor(text: SampleText, choice: FamilyChoice) {
    const { bytes, openMetrics, layout } = text;
    this.layout = layout;
    const lines = choice.lines ?? new Uint8Array(0);
    this.bytes = copyLines(bytes, text.length, lines);
    this.length = this.bytes.length;
    this.samples = choice.count;
    this.duplicates = text.duplicates;
    this.openMetrics = openMetrics === undefined ? undefined : copyLines(openMetrics, openMetrics.length, lines);
    this.source = text.version;
  }
}
