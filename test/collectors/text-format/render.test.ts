import fc from "fast-check";
import { expect, test } from "vitest";
import type { TextFamily } from "../../../src/collectors/text-format/family.ts";
import { textHeader } from "../../../src/collectors/text-format/header.ts";
import { formatNumber } from "../../../src/collectors/text-format/number.ts";
import { readTextFormat } from "../../../src/collectors/text-format/reader.ts";
import { renderFamily, seriesOf } from "../../../src/collectors/text-format/render.ts";
import { readSampleLines, readSeries } from "../../../src/collectors/text-format/sample-lines.ts";
import { labelText, seriesText } from "../../../src/collectors/text-format/series-text.ts";

const VALUE = fc.double({ noDefaultInfinity: false }).map((value) => value + 0);
const COUNT = fc.nat();
const NAME = fc.constantFrom("a", "b", "le_", "z:9");
const LABEL = fc.constantFrom("a", "b", "c_1", "_d");
const TEXT = fc.string({ unit: "grapheme" });
const HELP = fc.stringMatching(/^[a-zé\\"\n][a-zé\\"\n ]{0,9}$/u);
const LABELS = fc.array(fc.dictionary(LABEL, TEXT), { minLength: 1, maxLength: 6 });

function sampleText(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  return `${seriesText(name, labelText(Object.keys(labels), Object.values(labels)))} ${formatNumber(value)}\n`;
}

/** Reads a text, and what is rendered of it. */
function twice(text: string): [TextFamily, TextFamily] {
  const first = onlyFamily(text);
  const { name, type, help = "" } = first;
  const rendered = renderFamily(name, type, help, seriesOf(first));
  expect(rendered.samples).toBe(rendered.text.split("\n").length - 1);
  return [first, onlyFamily(textHeader(name, type, help) + rendered.text)];
}

/** The family, without what rendering changes: its lines, and the bucket of all, which is made of the count. */
function onlyFamily(text: string): TextFamily {
  const { families } = readTextFormat(Buffer.from(text), "x");
  const [family] = families;
  if (family === undefined || families.length > 1) throw new Error(`not one family: ${text}`);
  return {
    ...family,
    lines: { first: 0, help: undefined, type: undefined, series: [] },
    distributions: family.distributions.map(({ points, sum, count }) => ({
      points: points.filter(({ bound }) => bound !== Infinity),
      sum,
      count,
    })),
  };
}

test("what was read, rendered and read again is the same: counters, gauges and untyped families", () => {
  const type = fc.constantFrom("counter", "gauge", "untyped");
  fc.assert(
    fc.property(type, NAME, HELP, LABELS, fc.infiniteStream(VALUE), (type, name, help, all, values) => {
      const lines = all.map((labels) => sampleText(name, labels, values.next().value ?? 0));
      const [first, second] = twice(textHeader(name, type, help) + lines.join(""));
      expect(first).toMatchObject({ name, type, help });
      expect(second).toEqual(first);
    }),
  );
});

test("what was read, rendered and read again is the same: histograms and summaries", () => {
  const type = fc.constantFrom("histogram", "summary");
  const part = fc.tuple(fc.constantFrom("bucket", "sum", "count"), fc.double({ noNaN: true }), COUNT);
  const parts = fc.array(part, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(type, NAME, LABELS, parts, (type, name, all, parts) => {
      const bound = type === "histogram" ? "le" : "quantile";
      const bucket = type === "histogram" ? `${name}_bucket` : name;
      const lines = all.flatMap((labels) =>
        parts.map(([kind, limit, value]) =>
          kind === "bucket"
            ? sampleText(bucket, { ...labels, [bound]: formatNumber(limit) }, value)
            : sampleText(`${name}_${kind}`, labels, value),
        ),
      );
      const text = textHeader(name, type, "Help.") + lines.join("");
      const [first, second] = twice(text);
      expect(second).toEqual(first);
    }),
  );
});

test("a line that is read keeps its text, its name and its labels", () => {
  fc.assert(
    fc.property(NAME, LABELS, VALUE, (name, all, value) => {
      const lines = all.map((labels) => sampleText(name, labels, value));
      const read = readSampleLines(Buffer.from(lines.join("")), "x");
      expect(read.map(({ text }) => text)).toEqual(lines);
      expect(read.map((line) => [line.name, line.labelNames.map((label, i) => [label, line.labelValue(i)])])).toEqual(
        all.map((labels) => [name, Object.entries(labels)]),
      );
    }),
  );
});

test("a series is split into its name and labels", () => {
  const { name, labels } = readSeries('a{b="c,}\\"",d=""}');
  expect([name, ...labels]).toEqual(["a", ["b", 'c,}"'], ["d", ""]]);
  expect(readSeries("a")).toEqual({ name: "a", labels: new Map() });
});
