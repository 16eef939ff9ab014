import type { RenderedFamily } from "../../collectors/define.ts";
import { textHeader } from "../../collectors/exposition/header.ts";

let versions = 0;

/** A family that came as text. Its bytes are made when asked for: of a family that stays the same, they are not needed again. */
export class RenderedText {
  readonly family: RenderedFamily;
  readonly version = ++versions;
  readonly length: number;
  readonly samples: number;
  readonly duplicates = 0;
  private readonly header: string;

  constructor(family: RenderedFamily) {
    this.family = family;
    this.header = textHeader(family.name, family.type, family.help);
    this.length = Buffer.byteLength(this.header) + Buffer.byteLength(family.text);
    this.samples = family.samples;
  }

  get bytes(): Buffer {
    return Buffer.from(this.header + this.family.text);
  }

  get openMetrics(): Buffer | undefined {
    const { openMetrics } = this.family;
    return openMetrics === undefined ? undefined : Buffer.from(openMetrics);
  }
}
