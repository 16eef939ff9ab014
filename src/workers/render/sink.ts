import { textHeader } from "../../collectors/text-format/header.ts";
import type { Emit, RenderedFamily } from "../../collectors/kit/define.ts";
import type { Family, MetricType, OpenFamily } from "../../collectors/kit/family.ts";
import { FamilyText } from "./family-text.ts";
import { OpenFamilyText } from "./open-family-text.ts";
import { RenderedText } from "./rendered-text.ts";

/** The contents of HELP and TYPE lines. */
export interface FamilyHeader {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
}

/** HELP, TYPE and sample lines of one family in text format 0.0.4, valid until the next update. */
export interface SampleText {
  readonly bytes: Buffer;
  readonly length: number;
  readonly samples: number;
  /** Samples dropped because the same labels came twice. */
  readonly duplicates: number;
  /** Equal numbers in one slot mean that nothing has changed. */
  readonly version: number;
  /** Equal numbers in one slot mean that the series are the same. */
  readonly layout: number;
  /** The sample lines for OpenMetrics where they differ. */
  readonly openMetrics: Buffer | undefined;
}

/** Receives a finished family; `slot` is the same number for the same family on every scrape, -1 for a rendered one. */
export type TakeFamily = (header: FamilyHeader, text: SampleText, slot: number) => void;

/** The families that an update has emitted. */
export interface FinishedFamilies {
  /** Series that were left out of what was passed to `take`; none where it is undefined. */
  readonly seriesDropped?: number;
  /** Passes every family with samples to `take`, and prepares for the next update. */
  finish(take: TakeFamily): void;
}

interface Slot {
  readonly family: Family | OpenFamily;
  readonly text: FamilyText | OpenFamilyText;
}

/** Collects the samples of one collector; one sink per collector and worker, kept between scrapes. */
export class Sink implements FinishedFamilies {
  readonly emit: Emit;
  private readonly slots: Slot[] = [];
  private rendered: RenderedFamily[] = [];
  /** The rendered families of the last update. */
  private lastTexts: readonly RenderedText[] = [];

  constructor() {
    const emit = (
      family: Family,
      value: number,
      a?: string,
      b?: string,
      c?: string,
      d?: string,
      ...more: string[]
    ): void => {
      const text = this.slots[family.slot];
      const known = text !== undefined && text.family === family ? text.text : this.bind(family);
      if (!(known instanceof FamilyText)) throw new TypeError(`${family.name}: not a family with fixed labels`);
      switch (family.labels.length) {
        case 0:
          return known.add0(value);
        case 1:
          return known.add1(value, a ?? "");
        case 2:
          return known.add2(value, a ?? "", b ?? "");
        case 3:
          return known.add3(value, a ?? "", b ?? "", c ?? "");
        case 4:
          return known.add4(value, a ?? "", b ?? "", c ?? "", d ?? "");
        default:
          return known.add(value, [a ?? "", b ?? "", c ?? "", d ?? "", ...more]);
      }
    };
    // The signature that collectors see ties the number of labels to the family; this one is for speed.
    this.emit = Object.assign(emit, {
      pairs: (family: OpenFamily, value: number, names: readonly string[], values: readonly string[]) => {
        this.openText(family).add(value, names, values);
      },
      rendered: (family: RenderedFamily) => {
        this.rendered.push(family);
      },
    }) as unknown as Emit;
  }

  /** Whether nothing was emitted since the last update ended. */
  get isEmpty(): boolean {
    return this.rendered.length === 0 && this.slots.every(({ text }) => !text.touched);
  }

  /** Ends an update and passes every family with samples to `take`. */
  finish(take: TakeFamily): void {
    const { slots, rendered } = this;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i];
      if (slot === undefined) continue;
      const { touched } = slot.text;
      slot.text.finish();
      if (touched) take(slot.family, slot.text, i);
    }
    if (rendered.length === 0 && this.lastTexts.length === 0) return;
    const texts = rendered.map((family, i) => this.renderedText(family, i));
    this.rendered = [];
    this.lastTexts = texts;
    for (const text of texts) take(text.family, text, -1);
  }

  /** Discards what an update has emitted so far. */
  discard(): void {
    this.finish(() => {});
  }

  /** The same object as last time for the same family in the same place. */
  private renderedText(family: RenderedFamily, place: number): RenderedText {
    const last = this.lastTexts[place];
    return last?.family === family ? last : new RenderedText(family);
  }

  private bind(family: Family): FamilyText {
    const header = Buffer.from(textHeader(family.name, family.type, family.help));
    const text = new FamilyText(family.name, family.labels, header);
    return this.slot(family, text);
  }

  private openText(family: OpenFamily): OpenFamilyText {
    const slot = this.slots[family.slot];
    if (slot !== undefined && slot.family === family && slot.text instanceof OpenFamilyText) return slot.text;
    return this.slot(family, new OpenFamilyText(family.name, textHeader(family.name, family.type, family.help)));
  }

  /** Finds the family's slot, or creates one with `text`; several sinks may use one family in turn. */
  private slot<T extends FamilyText | OpenFamilyText>(family: Family | OpenFamily, text: T): T {
    let index = this.slots.findIndex((slot) => slot.family === family);
    if (index < 0) index = this.slots.push({ family, text }) - 1;
    family.slot = index;
    return this.slots[index]?.text as T;
  }
}
