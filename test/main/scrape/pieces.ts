import type { MetricType } from "../../../src/collectors/kit/family.ts";
import { defineFamily } from "../../../src/workers/protocol/definition.ts";
import type { Piece, Section } from "../../../src/workers/protocol/section.ts";

/** One family, somewhere inside a larger buffer as they are in an arena. */
export function piece(
  name: string,
  text: string,
  more: { type?: MetricType; help?: string; foreign?: boolean; openMetrics?: string } = {},
): Piece {
  const { type = "gauge", help = `${name}.`, foreign = false, openMetrics } = more;
  const definition = defineFamily(name, type, help);
  const bytes = Buffer.concat([definition.text, Buffer.from(text)]);
  return {
    definition,
    bytes: Buffer.concat([Buffer.from("before"), bytes, Buffer.from("behind")]),
    start: "before".length,
    length: bytes.length,
    openMetrics: openMetrics === undefined ? undefined : Buffer.from(openMetrics),
    foreign,
  };
}

/** The sample lines, behind a header that has to be the definition's. */
export function textOf({ definition, bytes, start, length }: Piece): string {
  const text = bytes.toString("utf8", start, start + length);
  const header = definition.text.toString();
  if (!text.startsWith(header)) throw new Error(`no header of ${definition.name}: ${text}`);
  return text.slice(header.length);
}

export function section(collector: number, more: Partial<Section> = {}): Section {
  return {
    collector,
    status: "ok",
    seconds: 0.5,
    message: "",
    duplicates: 0,
    cpuSeconds: Number.NaN,
    skipped: 0,
    seriesDropped: 0,
    samples: 0,
    bytes: 0,
    pieces: [],
    ...more,
  };
}
