import { expect, test } from "vitest";
import { gauge } from "../../../src/collectors/kit/family.ts";
import { createArenaMemory } from "../../../src/workers/protocol/arena-memory.ts";
import { Sink } from "../../../src/workers/render/sink.ts";
import { arena, COLLECTORS, family, OK, publish, readable } from "./arena.ts";

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
