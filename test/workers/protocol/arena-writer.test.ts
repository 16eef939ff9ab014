import fc from "fast-check";
import { expect, test } from "vitest";
import { textHeader } from "../../../src/collectors/text-format/header.ts";
import { gauge, type MetricType } from "../../../src/collectors/kit/family.ts";
import { ArenaReader } from "../../../src/workers/protocol/arena-reader.ts";
import type { Section } from "../../../src/workers/protocol/section.ts";
import { ArenaWriter } from "../../../src/workers/protocol/arena-writer.ts";
import { type ArenaMemory, Control, createArenaMemory } from "../../../src/workers/protocol/arena-memory.ts";
import { Sink } from "../../../src/workers/render/sink.ts";
import type { Outcome } from "../../../src/workers/protocol/outcome.ts";
import { textOf } from "../../main/scrape/pieces.ts";

const COLLECTORS = ["arp", "cpu", "textfile"];
const OK: Outcome = { status: "ok", seconds: 0.25, message: "", skipped: 0 };

interface FamilyInput {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly text: string;
  readonly openMetrics: string | undefined;
  readonly samples: number;
  readonly duplicates: number;
}

interface SectionInput {
  readonly collector: string;
  readonly outcome: Outcome;
  readonly families: readonly FamilyInput[];
}

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

test("sections that outgrow their place again and again do not fill the memory", () => {
  const text = new SharedArrayBuffer(64, { maxByteLength: 512 * 1024 });
  const { writer, reader } = arena({ ...createArenaMemory(COLLECTORS.length), text });
  for (let scrape = 0; scrape < 200; scrape++) {
    writer.begin();
    const long = "x".repeat(1000 * 1.02 ** scrape);
    for (const collector of COLLECTORS) {
      const isLong = scrape % COLLECTORS.length === COLLECTORS.indexOf(collector);
      publish(writer, { collector, outcome: OK, families: [family("a", isLong ? `${long}${scrape}` : "short")] });
    }
    expect(reader.sections().map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
  }
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
  const section: SectionInput = { collector: "arp", outcome: OK, families: [family("a", "a 1\n")] };
  writer.begin();
  publish(writer, section);
  expect(reader.sections().map(readable)).toEqual([expected(section)]);
  const next = new ArenaWriter(memory);
  const other: SectionInput = { ...section, families: [family("bc", "bc 1\n")] };
  next.begin();
  publish(next, other);
  expect(reader.sections().map(readable)).toEqual([expected(other)]);
});

test("families whose definitions are not there yet are there the next time", () => {
  const { memory, writer, reader } = arena();
  const section: SectionInput = { collector: "arp", outcome: OK, families: [family("a", "a 1\n")] };
  const control = new Int32Array(memory.control);
  writer.begin();
  publish(writer, section);
  const end = control[Control.definitions] ?? 0;
  control[Control.definitions] = 0;
  expect(reader.sections()[0]?.pieces).toEqual([]);
  control[Control.definitions] = end;
  expect(reader.sections().map(readable)).toEqual([expected(section)]);
});

test("when the text has grown, sections that stay lie in the same buffer as those that are new", () => {
  const text = new SharedArrayBuffer(1024, { maxByteLength: 64 * 1024 });
  const { writer, reader } = arena({ ...createArenaMemory(COLLECTORS.length), text });
  for (const long of ["short", "x".repeat(10_000)]) {
    writer.begin();
    publish(writer, { collector: "arp", outcome: OK, families: [family("a", "a 1\n")] });
    publish(writer, { collector: "cpu", outcome: OK, families: [family("b", long)] });
    const buffers = reader.sections().flatMap(({ pieces }) => pieces.map(({ bytes }) => bytes));
    expect(buffers).toHaveLength(2);
    expect(buffers[0]).toBe(buffers[1]);
  }
});

test("the same request again is the same list", () => {
  const { writer, reader } = arena();
  reader.request([2, 0]);
  const list = writer.requested();
  reader.request([2, 0]);
  expect(writer.requested()).toBe(list);
  reader.request([2]);
  expect(writer.requested()).toEqual([2]);
  reader.request([0]);
  expect(writer.requested()).toEqual([0]);
});

test("sections can be read while later ones are not there yet", () => {
  const { writer, reader } = arena();
  reader.request([1, 0]);
  writer.begin();
  expect(writer.requested()).toEqual([1, 0]);
  writer.started(1);
  expect([reader.running, reader.published]).toEqual([1, 0]);
  publish(writer, { collector: "cpu", outcome: OK, families: [family("a", "a 1\n")] });
  expect([reader.running, reader.published]).toEqual([-1, 1]);
  const early = reader.sections();
  writer.started(0);
  // Longer than the text is at first: the memory grows under the reader's views.
  publish(writer, { collector: "arp", outcome: OK, families: [family("b", `b ${"1".repeat(300_000)}\n`)] });
  expect(early.map(readable)).toMatchObject([{ collector: 1, families: [{ text: "a 1\n" }] }]);
  expect(reader.sections().map(({ bytes }) => bytes)).toEqual([4, 300_003]);
});

test("a request forgets what the last task published", () => {
  const { writer, reader } = arena();
  writer.begin();
  publish(writer, { collector: "cpu", outcome: OK, families: [] });
  expect(reader.published).toBe(1);
  reader.request([2]);
  expect([reader.published, reader.running, reader.sections()]).toEqual([0, -1, []]);
});

test("many small sections make the index grow", () => {
  const { writer, reader } = arena();
  writer.begin();
  const families = Array.from({ length: 2000 }, (_, i) => family(`f${i}`, `f${i} ${i}\n`));
  publish(writer, { collector: "arp", outcome: OK, families });
  publish(writer, { collector: "cpu", outcome: { ...OK, status: "failed", message: "größe" }, families });
  const sections = reader.sections();
  expect(sections.map(({ pieces }) => pieces.length)).toEqual([2000, 2000]);
  expect(sections[1]?.message).toBe("größe");
  expect(readable(sections[1])?.families.at(-1)).toMatchObject({ name: "f1999", text: "f1999 1999\n" });
});

test("the same family at the next scrape is the same definition", () => {
  const { writer, reader } = arena();
  const definitions = [0, 1].map(() => {
    writer.begin();
    publish(writer, { collector: "textfile", outcome: OK, families: [family("x", "x 1\n")] });
    return reader.sections()[0]?.pieces[0]?.definition;
  });
  expect(definitions[0]).toBeDefined();
  expect(definitions[0]).toBe(definitions[1]);
});

test("a family whose help changes gets a definition of its own", () => {
  const { writer, reader } = arena();
  for (const help of ["Old.", "New.", "Old."]) {
    writer.begin();
    publish(writer, { collector: "textfile", outcome: OK, families: [{ ...family("x", "x 1\n"), help }] });
    expect(reader.sections()[0]?.pieces[0]?.definition.help).toBe(help);
  }
});

test("families of the textfile collector are marked as brought by users", () => {
  const { writer, reader } = arena();
  writer.begin();
  for (const collector of ["cpu", "textfile"])
    publish(writer, { collector, outcome: OK, families: [family("x", "x 1\n")] });
  expect(reader.sections().map(({ pieces }) => pieces[0]?.foreign)).toEqual([false, true]);
});

test("ever new definitions stay within bounds: the table starts over", () => {
  const { memory, writer, reader } = arena();
  const [epoch, help] = [epochOf(memory), "x".repeat(1000)];
  for (let scrape = 0; epochOf(memory) === epoch && scrape < 200; scrape++) {
    writer.begin();
    const families = Array.from({ length: 1000 }, (_, i) => ({
      ...family("x", "x 1\n"),
      help: `${scrape} ${i} ${help}`,
    }));
    publish(writer, { collector: "textfile", outcome: OK, families });
    const [section] = reader.sections();
    expect(section?.status).toBe("ok");
    expect(section?.pieces.map(({ definition }) => definition.help)).toEqual(families.map((each) => each.help));
  }
  expect(epochOf(memory)).not.toBe(epoch);
  expect(memory.definitions.byteLength).toBeLessThanOrEqual(64 * 1024 * 1024);
});

test("a section larger than the arena fails alone, and is whole again when it has shrunk", () => {
  const memory = {
    ...createArenaMemory(COLLECTORS.length),
    text: new SharedArrayBuffer(1024, { maxByteLength: 4096 }),
  };
  const { writer, reader } = arena(memory);
  const sink = new Sink();
  const families = [gauge("a", ""), gauge("b", "", "x"), gauge("c", "")] as const;
  for (const size of [10, 5000, 20]) {
    writer.begin();
    publish(writer, { collector: "cpu", outcome: OK, families: [family("before", "before 1\n")] });
    sink.emit(families[0], 1);
    sink.emit(families[1], 2, "y".repeat(size));
    sink.emit(families[2], 3);
    sink.emit.rendered({ name: "r", type: "gauge", help: "", text: "r 4\n", samples: 1 });
    writer.ended(0, OK, sink);
    publish(writer, { collector: "textfile", outcome: OK, families: [family("after", "after 1\n")] });
    const fits = size < 4096;
    expect(reader.sections().map(readable)).toMatchObject([
      { collector: 1, status: "ok", families: [{ text: "before 1\n" }] },
      fits
        ? {
            collector: 0,
            status: "ok",
            samples: 4,
            duplicates: 0,
            families: [{}, { text: `b{x="${"y".repeat(size)}"} 2\n` }, { text: "c 3\n" }, { text: "r 4\n" }],
          }
        : { collector: 0, status: "failed", message: "more than 4096 bytes of samples", families: [] },
      { collector: 2, status: "ok", families: [{ text: "after 1\n" }] },
    ]);
  }
});

test("a section whose definitions are too large fails alone, and leaves none of them behind", () => {
  const memory = {
    ...createArenaMemory(COLLECTORS.length),
    definitions: new SharedArrayBuffer(64, { maxByteLength: 1024 }),
  };
  const { writer, reader } = arena(memory);
  const sink = new Sink();
  const [small, large] = [gauge("small", ""), gauge("large", "x".repeat(915))];
  for (let scrape = 0; scrape < 3; scrape++) {
    const isTooLarge = scrape === 1;
    writer.begin();
    sink.emit(small, scrape);
    if (isTooLarge) {
      sink.emit(large, 1);
      for (const name of ["r", "s"])
        sink.emit.rendered({ name, type: "gauge", help: "y".repeat(400), text: `${name} 1\n`, samples: 1 });
    } else sink.emit.rendered({ name: "r", type: "gauge", help: "", text: "r 2\n", samples: 1 });
    writer.ended(2, OK, sink);
    const name = `later${scrape}`;
    publish(writer, { collector: "arp", outcome: OK, families: [family(name, `${name} 1\n`)] });
    expect(reader.sections().map(readable)).toMatchObject([
      isTooLarge
        ? { collector: 2, status: "failed", message: "more than 1024 bytes of samples", families: [] }
        : { collector: 2, status: "ok", families: [{ name: "small" }, { name: "r", text: "r 2\n" }] },
      { collector: 0, status: "ok", families: [{ name, help: "", text: `${name} 1\n` }] },
    ]);
  }
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
    message: TEXT,
    skipped: fc.nat(),
  }),
  families: fc.array(FAMILY, { maxLength: 6 }),
});

const SECTIONS = fc.uniqueArray(SECTION, { selector: ({ collector }) => collector, maxLength: 3 });

function arena(memory: ArenaMemory = createArenaMemory(COLLECTORS.length)) {
  return { memory, writer: new ArenaWriter(memory), reader: new ArenaReader(memory, new Set([2])) };
}

function family(name: string, text: string): FamilyInput {
  return { name, type: "gauge", help: "", text, openMetrics: undefined, samples: 1, duplicates: 0 };
}

/** A number for each text that there was. */
const versions = new Map<string, number>();

function versionOf(text: string): number {
  const version = versions.get(text) ?? versions.size;
  versions.set(text, version);
  return version;
}

function publish(writer: ArenaWriter, { collector, outcome, families }: SectionInput): void {
  const number = COLLECTORS.indexOf(collector);
  writer.started(number);
  writer.ended(number, outcome, {
    finish(take) {
      for (const input of families) {
        const { name, type, help, text, openMetrics, samples, duplicates } = input;
        const bytes = Buffer.from(textHeader(name, type, help) + text);
        // Longer than what counts of it, as the renderer's buffers are.
        const padded = Buffer.concat([bytes, Buffer.from("rest")]);
        const lines = { bytes: padded, length: bytes.length, samples, duplicates };
        const version = versionOf(JSON.stringify(input));
        const more = openMetrics === undefined ? undefined : Buffer.from(openMetrics);
        take({ name, type, help }, { ...lines, version, openMetrics: more }, -1);
      }
    },
  });
}

function expected({ collector, outcome, families }: SectionInput) {
  return {
    collector: COLLECTORS.indexOf(collector),
    ...outcome,
    samples: families.reduce((sum, { samples }) => sum + samples, 0),
    duplicates: families.reduce((sum, { duplicates }) => sum + duplicates, 0),
    families: families.map(({ name, type, help, text, openMetrics }) => ({ name, type, help, text, openMetrics })),
  };
}

function readable(section: Section | undefined) {
  if (section === undefined) return undefined;
  const { collector, status, seconds, message, samples, skipped, duplicates, pieces } = section;
  const families = pieces.map((piece) => {
    const { definition, openMetrics } = piece;
    const { name, type, help } = definition;
    return { name, type, help, text: textOf(piece), openMetrics: openMetrics?.toString() };
  });
  return { collector, status, seconds, message, samples, skipped, duplicates, families };
}

function epochOf(memory: ArenaMemory): number {
  return new Int32Array(memory.control)[Control.epoch] ?? 0;
}
