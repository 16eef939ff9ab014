import fc from "fast-check";
import { expect, test } from "vitest";
import { textHeader } from "../../../src/collectors/text-format/header.ts";
import { createArenaMemory } from "../../../src/workers/protocol/arena-memory.ts";
import { ArenaWriter } from "../../../src/workers/protocol/arena-writer.ts";
import {
  arena,
  COLLECTORS,
  expected,
  family,
  type FamilyInput,
  OK,
  publish,
  readable,
  type SectionInput,
} from "./arena.ts";

test("what the worker publishes arrives, scrape after scrape", () => {
  fc.assert(
    fc.property(fc.array(SECTIONS, { minLength: 1, maxLength: 4 }), (scrapes) => {
      const { writer, reader } = arena();
      for (const sections of scrapes) {
        reader.request([]);
        writer.begin();
        for (const section of sections) publish(writer, section);
        expect(reader.sections().map(readable)).toEqual(sections.map(expected));
      }
    }),
    { numRuns: 300 },
  );
});

test("families that stay, move, grow, shrink and vanish arrive as they are, scrape after scrape", () => {
  const some = fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 6 });
  const scrape = fc.record({
    lengths: fc.array(fc.nat({ max: 300 }), { minLength: 8, maxLength: 8 }),
    arp: some,
    cpu: some,
  });
  fc.assert(
    fc.property(fc.array(scrape, { minLength: 2, maxLength: 12 }), fc.boolean(), (scrapes, isSmall) => {
      const text = new SharedArrayBuffer(64, { maxByteLength: isSmall ? 16 * 1024 : 1024 * 1024 });
      const { writer, reader } = arena({ ...createArenaMemory(COLLECTORS.length), text });
      for (const { lengths, arp, cpu } of scrapes) {
        // Half of the families keep their text for ever.
        const make = (i: number) => family(`f${i}`, "x".repeat(i % 2 === 0 ? i * 10 : (lengths[i] ?? 0)));
        const sections = [
          { collector: "arp", outcome: OK, families: arp.map(make) },
          { collector: "cpu", outcome: { ...OK, message: cpu.length > 3 ? "many" : "" }, families: cpu.map(make) },
        ];
        reader.request([]);
        writer.begin();
        for (const section of sections) publish(writer, section);
        expect(reader.sections().map(readable)).toEqual(sections.map(expected));
      }
    }),
    { numRuns: 300 },
  );
});

test("what has not changed is not asked for again", () => {
  const { writer, reader } = arena();
  let asked = 0;
  const text = {
    get bytes() {
      asked++;
      return Buffer.from(`${textHeader("a", "gauge", "")}a 1\n`);
    },
    length: textHeader("a", "gauge", "").length + 4,
    samples: 1,
    duplicates: 0,
    openMetrics: undefined,
  };
  for (const version of [1, 1, 2, 2]) {
    writer.begin();
    writer.ended(1, OK, {
      finish: (take) =>
        take({ name: "a", type: "gauge", help: "" }, Object.create(text, { version: { value: version } }), 0),
    });
    expect(reader.sections().map(readable)).toMatchObject([{ families: [{ name: "a", text: "a 1\n" }] }]);
  }
  expect(asked).toBe(2);
});

test("what is in another place than the last time, or another family, is seen", () => {
  const { writer, reader } = arena();
  const [first, second] = [family("a", "a 1\n"), { ...family("b", "b 1\n"), openMetrics: "b 1.0\n" }];
  const steps: Partial<SectionInput>[] = [
    {},
    {},
    { outcome: { ...OK, message: "longer" } },
    { outcome: { ...OK, message: "other!" } },
    {},
    { families: [first, { ...second, openMetrics: "b 1.00\n" }] },
    { families: [first, { ...second, openMetrics: "b 1.10\n" }] },
    { families: [first, { ...second, openMetrics: undefined }] },
    { families: [{ ...first, help: "x" }, second] },
    { families: [{ ...first, help: "y" }, second] },
    { families: [{ ...first, text: "a 22\n" }, second] },
    { families: [{ ...first, text: "a 33\n" }, second] },
    { families: [first] },
    { families: [] },
    { families: [second] },
    {},
  ];
  for (const step of steps) {
    const section: SectionInput = { collector: "arp", outcome: OK, families: [first, second], ...step };
    writer.begin();
    publish(writer, section);
    expect(reader.sections().map(readable)).toEqual([expected(section)]);
  }
});

test("another writer on the same memory, as after a worker's end, is understood", () => {
  const { memory, writer, reader } = arena();
  const failed = (message: string) => ({ ...OK, status: "failed" as const, message });
  const section: SectionInput = { collector: "arp", outcome: failed("first"), families: [family("a", "a 1\n")] };
  writer.begin();
  publish(writer, section);
  expect(reader.sections().map(readable)).toEqual([expected(section)]);
  const next = new ArenaWriter(memory);
  const other: SectionInput = { ...section, outcome: failed("other"), families: [family("bc", "bc 1\n")] };
  next.begin();
  publish(next, other);
  expect(reader.sections().map(readable)).toEqual([expected(other)]);
});

const TEXT = fc.string({ unit: fc.constantFrom("a", "é", "\n", "😀", '"', "\\"), maxLength: 40 });

const FAMILY: fc.Arbitrary<FamilyInput> = fc.record({
  name: fc.constantFrom("a", "b_total", "c"),
  type: fc.constantFrom("counter", "gauge", "untyped", "histogram", "summary"),
  help: TEXT,
  text: fc.oneof(
    TEXT,
    fc.nat({ max: 40_000 }).map((length) => "x".repeat(length)),
  ),
  openMetrics: fc.option(
    TEXT.filter((text) => text !== ""),
    { nil: undefined },
  ),
  samples: fc.nat(),
  duplicates: fc.nat(),
});

const SECTION: fc.Arbitrary<SectionInput> = fc.record({
  collector: fc.constantFrom(...COLLECTORS),
  outcome: fc.record({
    status: fc.constantFrom("ok", "nodata", "failed"),
    seconds: fc.double({ min: 0, noNaN: true }),
    cpuSeconds: fc.double({ min: 0 }),
    message: TEXT,
    skipped: fc.nat(),
  }),
  families: fc.array(FAMILY, { maxLength: 6 }),
});

const SECTIONS = fc.uniqueArray(SECTION, { selector: ({ collector }) => collector, maxLength: 3 });
