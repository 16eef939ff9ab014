import type { RenderedFamily } from "../../collectors/kit/define.ts";
import { textHeader } from "../../collectors/text-format/header.ts";

let versions = 0;

/** A family that came as text. Its bytes are made on demand: a family that does not change needs them once. */
export class RenderedText {
  readonly family: RenderedFamily;
  readonly version = ++versions;
  readonly layout = this.version;
  readonly length: number;
  readonly samples: number;
  readonly duplicates = 0;
  private readonly header: Buffer;

  constructor(family: RenderedFamily) {
    this.family = family;
    this.header = Buffer.from(textHeader(family.name, family.type, family.help));
    this.length = this.header.length + Buffer.byteLength(family.text);
    this.samples = family.samples;
  }

  get bytes(): Buffer {
    const { header, length } = this;
    const bytes = Buffer.allocUnsafeSlow(length);
    bytes.set(header);
    bytes.write(this.family.text, header.length);
    return bytes;
  }

  get openMetrics(): Buffer | undefined {
    const { openMetrics } = this.family;
    return openMetrics === undefined ? undefined : Buffer.from(openMetrics);
  }
}
