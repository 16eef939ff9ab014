import fc from "fast-check";
import { expect } from "vitest";
import { NoDataError, ParseError } from "../../src/collectors/kit/errors.ts";
import { allOrNone, type Skip } from "../../src/collectors/parsers/skip.ts";
import { fuzzBudget } from "./fuzz-budget.ts";

/**
 * Feeds a parser with damaged copies of a good file (cut, shuffled, repeated, overwritten, empty, random bytes).
 * It may return a value or throw ParseError (or NoDataError); anything else is a fault.
 */
export function parserSurvivesGarbage(
  parse: (bytes: Buffer, path: string, skip?: Skip) => unknown,
  good: string | Uint8Array,
): void {
  const sample = Buffer.from(good);
  fc.assert(
    fc.property(
      damaged(sample),
      fc.constantFrom(allOrNone, () => {}),
      (bytes, skip) => {
        try {
          parse(bytes, "garbage", skip);
        } catch (error) {
          if (!(error instanceof ParseError || error instanceof NoDataError)) throw error;
        }
      },
    ),
    fuzzBudget(300),
  );
}

/**
 * For parsers that remember something of the last file: gives one parser a good file, a damaged one, and the good one
 * again. It has to do the same each time as a parser that remembers nothing.
 */
export function memoryMakesNoDifference(
  makeParser: () => (bytes: Buffer, path: string) => unknown,
  good: string | Uint8Array,
): void {
  const sample = Buffer.from(good);
  fc.assert(
    fc.property(damaged(sample), damaged(sample), (one, other) => {
      const parser = makeParser();
      for (const bytes of [sample, one, other, sample])
        expect(outcome(parser, inScratch(bytes))).toEqual(outcome(makeParser(), bytes));
    }),
    fuzzBudget(300),
  );
}

const scratch = Buffer.alloc(65_536);

/** As files are read: the next one overwrites the bytes of this one. */
function inScratch(bytes: Buffer): Buffer {
  scratch.fill(0);
  scratch.set(bytes);
  return scratch.subarray(0, bytes.length);
}

function outcome(parse: (bytes: Buffer, path: string) => unknown, bytes: Buffer): unknown {
  try {
    return parse(bytes, "file");
  } catch (error) {
    return error;
  }
}

/** Damaged copies of something good. */
export function damaged(good: Buffer): fc.Arbitrary<Buffer> {
  const position = fc.nat({ max: Math.max(good.length - 1, 0) });
  return fc.oneof(
    position.map((end) => Buffer.from(good.subarray(0, end))),
    fc.tuple(position, fc.uint8Array({ minLength: 1, maxLength: 8 })).map(([at, junk]) => overwrite(good, at, junk)),
    fc.tuple(position, position).map(([a, b]) => Buffer.concat([good.subarray(a), good.subarray(0, b)])),
    fc.shuffledSubarray(good.toString("latin1").split("\n")).map((lines) => Buffer.from(lines.join("\n"), "latin1")),
    fc.shuffledSubarray(good.toString("latin1").split(/(\s+)/)).map((words) => Buffer.from(words.join(""), "latin1")),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom("", "\n", " ", "\0", "99999999999999999999999999", "-1\n", ":::\n")
      .map((text) => Buffer.from(text)),
  );
}

function overwrite(good: Buffer, at: number, junk: Uint8Array): Buffer {
  const copy = Buffer.concat([good]);
  copy.set(junk.subarray(0, Math.max(copy.length - at, 0)), at);
  return copy;
}
