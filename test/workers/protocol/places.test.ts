import { expect, test } from "vitest";
import { freePlaces, Places, placesMemory } from "../../../src/workers/protocol/places.ts";

const [FIRST, SECOND] = [0, 1];

test("a collector takes as many places as its own budget and that of all allow", () => {
  const memory = placesMemory(2);
  const first = new Places(memory, FIRST, 6, 10);
  const second = new Places(memory, SECOND, Infinity, 10);
  expect([first.take(4), second.take(9), second.hasRoom, first.take(8)]).toEqual([4, 6, false, 4]);
  expect([second.take(1), first.take(8), first.hasRoom, second.hasRoom]).toEqual([1, 6, false, true]);
  freePlaces(memory, FIRST);
  expect([first.hasRoom, second.take(12), first.hasRoom, [...new Int32Array(memory)]]).toEqual([
    true,
    10,
    false,
    [10, 0, 10],
  ]);
});

test.each([30, 4])("places that main frees while %i are taken in their place are counted once", (wanted) => {
  const memory = placesMemory(1);
  const places = new Places(memory, FIRST, Infinity, 100);
  places.take(10);
  let isFreed = false;
  // The number is looked at after the places that are held: main frees these in between.
  const freeing: { valueOf(): number } = {
    valueOf() {
      if (!isFreed) freePlaces(memory, FIRST);
      isFreed = true;
      return wanted;
    },
  };
  expect(places.take(freeing as number)).toBe(wanted);
  expect([...new Int32Array(memory)]).toEqual([wanted, wanted]);
});
