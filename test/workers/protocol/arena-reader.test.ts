import { expect, test } from "vitest";
import { arena, family, OK, publish, readable } from "./arena.ts";

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

test("families of the textfile collector are marked as brought by users", () => {
  const { writer, reader } = arena();
  writer.begin();
  for (const collector of ["cpu", "textfile"])
    publish(writer, { collector, outcome: OK, families: [family("x", "x 1\n")] });
  expect(reader.sections().map(({ pieces }) => pieces[0]?.foreign)).toEqual([false, true]);
});
