import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { LineGzip } from "../../../../src/main/exposition/learned-gzip/line-gzip.ts";

function exposition(values: (line: number) => string, lines = 2000): Buffer {
  const text = Array.from({ length: lines }, (_, line) => {
    const family = `node_network_receive_${line >> 3}_total`;
    const head = line % 8 === 0 ? `# HELP ${family} Octets é received.\n# TYPE ${family} counter\n` : "";
    return `${head}${family}{device="eth${line % 8}"} ${values(line)}\n`;
  });
  return Buffer.from(text.join(""));
}

function unpacked(compressed: Buffer | undefined): string | undefined {
  return compressed === undefined ? undefined : gunzipSync(compressed).toString();
}

test("texts with other values, longer and shorter, come back as they were", () => {
  const gzip = new LineGzip(exposition((line) => `${line}`));
  for (const text of [
    exposition((line) => `${line}`),
    exposition((line) => `${line * 1e6}`),
    exposition(() => "0"),
    exposition(() => ""),
    exposition((line) => `${line / 7}`),
    exposition(() => "NaN"),
    exposition((line) => (line === 5 ? "ÿ\u0000€".repeat(100) : "+Inf")),
  ])
    expect(unpacked(gzip.compress(text))).toBe(text.toString());
});

test("a text with other lines is refused, and those that follow are not", () => {
  const text = exposition(() => "1", 24).toString();
  const gzip = new LineGzip(Buffer.from(text));
  const others = [
    text.replace('eth3"', 'eth9"'),
    text.replace('eth3"} ', 'eth3"}\t'),
    text.replace("# HELP", "% HELP"),
    text.replace("received", "Received"),
    text.slice(0, -1),
    `${text}more 1\n`,
    `${text}\n`,
    text.replace("node_network_receive_1_total 1\n", ""),
    text.replace(/.*eth7.*\n/, ""),
    "",
  ].filter((other) => other !== text);
  expect(others).toHaveLength(9);
  for (const other of others) {
    expect(gzip.compress(Buffer.from(other))).toBeUndefined();
    expect(unpacked(gzip.compress(Buffer.from(text)))).toBe(text);
  }
});

test.each(["# EOF\n", "# EOF", "a 1\n# EOF", "a 1", "a", "\n\n", ""])("a text may end with %j", (end) => {
  const text = `${exposition(() => "1", 10).toString()}${end}`;
  expect(unpacked(new LineGzip(Buffer.from(text)).compress(Buffer.from(text)))).toBe(text);
});

test("values that drive a match out of the window are refused", () => {
  const gzip = new LineGzip(exposition(() => "1", 200));
  expect(gzip.compress(exposition((line) => (line === 100 ? "1".repeat(40_000) : "1"), 200))).toBeUndefined();
});

test("a text that is much shorter than what was learned is refused before any other", () => {
  for (const text of ["", "a", "node_load1 1\n"]) {
    const gzip = new LineGzip(Buffer.from(`${"x".repeat(300)} 1\n`));
    expect(gzip.compress(Buffer.from(text))).toBeUndefined();
  }
});

test("values are not repeated, since they may change", () => {
  const gzip = new LineGzip(Buffer.from("node_load1 12\nnode_load1 12 3\n"));
  const text = "node_load1 99\nnode_load1 12 3\n";
  expect(unpacked(gzip.compress(Buffer.from(text)))).toBe(text);
});

test("matches of every length and distance come back", () => {
  const lines = Array.from({ length: 300 }, (_, i) => `${"x".repeat(i)}y${"é".repeat(300 - i)}{a="${i % 7}"} 1`);
  const text = Buffer.from(lines.join("\n"));
  expect(unpacked(new LineGzip(text).compress(text))).toBe(text.toString());
});

test("expositions get about as small as with zlib", () => {
  const gzip = new LineGzip(exposition((line) => `${line * 31}`));
  const text = exposition((line) => `${line * 37}`);
  expect(gzip.compress(text)?.length).toBeLessThan(gzipSync(text, { level: 2 }).length * 1.15);
});

/** Few different letters, so that lines have much in common. */
const part = fc.string({ unit: fc.constantFrom("a", "b", "1", " ", "{", '"', "#", "é", "\u0000"), maxLength: 40 });
const value = fc.string({ unit: fc.constantFrom("0", "1", ".", "a", "b", "ÿ"), maxLength: 20 });

test("any text with any values comes back as it was or is refused", () => {
  const lines = fc.array(fc.tuple(part, value, value, fc.boolean()), { maxLength: 60 });
  fc.assert(
    fc.property(lines, fc.boolean(), (lines, ends) => {
      const join = (texts: string[]) => Buffer.from(texts.join("\n") + (ends ? "\n" : ""));
      const gzip = new LineGzip(join(lines.map(([prefix, first]) => `${prefix} ${first}`)));
      const next = join(lines.map(([prefix, , second]) => `${prefix} ${second}`));
      const other = join(lines.map(([prefix, , second, keeps]) => (keeps ? `${prefix} ${second}` : second)));
      for (const text of [next, other, next]) {
        const compressed = gzip.compress(text);
        if (compressed !== undefined) expect(gunzipSync(compressed).equals(text)).toBe(true);
      }
      const hasComment = lines.some(([prefix]) => prefix.startsWith("#"));
      if (!hasComment) expect(gzip.compress(next)).toBeDefined();
    }),
    { numRuns: 500 },
  );
});

test("a part of a larger buffer is compressed like a buffer of its own", () => {
  const text = exposition(() => "12", 50);
  const larger = Buffer.alloc(text.length + 7, "x");
  text.copy(larger, 3);
  const gzip = new LineGzip(larger.subarray(3, 3 + text.length));
  expect(unpacked(gzip.compress(larger.subarray(3, 3 + text.length)))).toBe(text.toString());
});
