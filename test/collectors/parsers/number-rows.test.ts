import fc from "fast-check";
import { expect, test } from "vitest";
import { readHexLine, readShortUints, readUints, withRoom } from "../../../src/collectors/parsers/number-rows.ts";
import { Scanner } from "../../../src/collectors/parsers/scanner.ts";

const scan = (text: string) => new Scanner(Buffer.from(text), "file");

/** What a call does: its result or the message of its error, and where the scanner is then. */
function outcome<T>(scanner: Scanner, call: () => T): readonly [result: T | string, at: number] {
  try {
    return [call(), scanner.at];
  } catch (error) {
    return [String(error), scanner.at];
  }
}

const line = (word: fc.Arbitrary<string>) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom(" ", "  ", "\t"), word), { maxLength: 8 }),
      fc.constantFrom("", "\n", "\r\n", "\n1 2 3 4 5 6 7 8 9\n"),
    )
    .map(([words, end]) => words.flat().join("") + end);

test("readUints reads what Scanner.uints reads", () => {
  const word = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String),
    fc.nat().map(String),
    fc.constantFrom("999999999", "1000000000", "999999999999999", "007", "x", "-1", "1x"),
  );
  fc.assert(
    fc.property(line(word), fc.integer({ min: 1, max: 9 }), (text, count) => {
      const [expected, scanner, values] = [[] as number[], scan(text), new Float64Array(2 + count)];
      const plain = scan(text);
      const [words] = outcome(plain, () => plain.uints(expected, count));
      const [found] = outcome(scanner, () => readUints(scanner, values, 2, count));
      expect(found).toBe(words);
      expect([...values.subarray(0, 2 + expected.length)]).toEqual([0, 0, ...expected]);
    }),
  );
});

test("readShortUints stops before a long number and behind the last one", () => {
  const scanner = scan(" 1 22 1234567890123456 4\n");
  const values = new Float64Array(4);
  expect([readShortUints(scanner, values), scanner.at]).toEqual([2, 6]);
  scanner.at = 22;
  expect([readShortUints(scanner, values), scanner.at]).toEqual([1, 24]);
  expect([...values]).toEqual([4, 22, 0, 0]);
});

test("readHexLine reads what Scanner.hex reads, whatever there is room for", () => {
  const word = fc.oneof(
    { weight: 6, arbitrary: fc.nat(2 ** 32 - 1).map((value) => value.toString(16).padStart(8, "0")) },
    { weight: 1, arbitrary: fc.constantFrom("0", "FFFFFFFF", "123456789", "0000000g", "x", "1fffffffffffff") },
  );
  fc.assert(
    fc.property(line(word), fc.integer({ min: 1, max: 9 }), (text, count) => {
      const [scanner, values] = [scan(text), new Float64Array(1 + count).fill(9)];
      const found = outcome(scanner, () => readHexLine(scanner, values, 1, count));
      const [plain, expected] = [scan(text), [] as number[]];
      const words = outcome(plain, () => {
        while (!plain.atLineEnd()) expected.push(plain.hex());
        return expected.length;
      });
      expect(found).toEqual(words);
      if (typeof words[0] === "string") return;
      expect([...values]).toEqual([9, ...Array.from({ length: count }, (_, i) => expected[i] ?? 0)]);
    }),
  );
});

test("room grows and keeps the numbers", () => {
  const values = Float64Array.of(1, 2, 3);
  expect(withRoom(values, 3)).toBe(values);
  expect([...withRoom(values, 4)]).toEqual([1, 2, 3, 0, 0, 0]);
  expect(withRoom(values, 100)).toHaveLength(100);
});
