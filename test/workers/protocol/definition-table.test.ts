import { expect, test } from "vitest";
import { gauge } from "../../../src/collectors/kit/family.ts";
import { type ArenaMemory, Control, createArenaMemory } from "../../../src/workers/protocol/arena-memory.ts";
import { Sink } from "../../../src/workers/render/sink.ts";
import { arena, COLLECTORS, expected, family, OK, publish, readable, type SectionInput } from "./arena.ts";

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

function epochOf(memory: ArenaMemory): number {
  return new Int32Array(memory.control)[Control.epoch] ?? 0;
}
