import type { MetricType } from "../../../src/collectors/family.ts";
import { defineFamily } from "../../../src/main/scrape/definition.ts";
import type { Piece, Section } from "../../../src/main/scrape/section.ts";

/** The sample lines of one family, somewhere inside a larger buffer as they are in an arena. */
export function piece(
  name: string,
  text: string,
  more: { type?: MetricType; help?: string; foreign?: boolean; openMetrics?: string } = {},
): Piece {
  const { type = "gauge", help = `${name}.`, foreign = false, openMetrics } = more;
  const bytes = Buffer.from(text);
  return {
    definition: defineFamily(name, type, help),
    bytes: Buffer.concat([Buffer.from("before"), bytes, Buffer.from("behind")]),
    start: "before".length,
    length: bytes.length,
    openMetrics: openMetrics === undefined ? undefined : Buffer.from(openMetrics),
    foreign,
  };
}

export function textOf({ bytes, start, length }: Piece): string {
  return Buffer.from(bytes.slice(start, start + length)).toString();
}

export function section(collector: number, more: Partial<Section> = {}): Section {
  return {
    collector,
    status: "ok",
    seconds: 0.5,
    message: "",
    duplicates: 0,
    samples: 0,
    bytes: 0,
    pieces: [],
    ...more,
  };
}
