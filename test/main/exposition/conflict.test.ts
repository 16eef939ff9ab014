import fc from "fast-check";
import { expect, test } from "vitest";
import { type Conflict, resolveConflict } from "../../../src/main/exposition/conflict.ts";
import type { Piece } from "../../../src/workers/protocol/section.ts";
import { naiveLines } from "../../workers/render/naive.ts";
import { piece, textOf } from "../scrape/pieces.ts";

test("a built-in family wins over one that users bring, wherever it stands", () => {
  const [own, foreign] = [
    piece("x", "x 1\n", { help: "Own." }),
    piece("x", "x 99\n", { foreign: true, help: "Theirs." }),
  ];
  for (const pieces of [
    [own, foreign],
    [foreign, own],
  ]) {
    const { winner, conflicts } = resolve(pieces);
    expect([winner.definition.help, textOf(winner)]).toEqual(["Own.", "x 1\n"]);
    expect(conflicts).toEqual([{ family: "x", problem: "{} came more than once", foreign: true }]);
  }
});

test("samples with other labels are taken from all sources, in order", () => {
  const { winner, conflicts } = resolve([
    piece("x", 'x{a="10"} 1\nx{a="b"} 2\n'),
    piece("x", 'x 0\nx{a="2"} 3\nx{a="b"} 4\nx{a="a",b="1"} 5\n', { foreign: true }),
  ]);
  expect(textOf(winner)).toBe('x 0\nx{a="10"} 1\nx{a="2"} 3\nx{a="b"} 2\nx{a="a",b="1"} 5\n');
  expect(conflicts).toEqual([{ family: "x", problem: '{a="b"} came more than once', foreign: true }]);
});

test("a source with another type is left out", () => {
  const { winner, conflicts } = resolve([
    piece("x", "x 1\n"),
    piece("x", 'x{a="b"} 2\n', { type: "counter" }),
    piece("x", 'x{a="c"} 3\n', { foreign: true }),
  ]);
  expect(textOf(winner)).toBe('x 1\nx{a="c"} 3\n');
  expect(conflicts).toEqual([
    { family: "x", problem: "is a counter in one source and a gauge in another", foreign: false },
  ]);
});

test.each(["histogram", "summary"] as const)("a %s comes from one source only", (type) => {
  const { winner, conflicts } = resolve([
    piece("x", "x_sum 1\nx_count 1\n", { type, foreign: true }),
    piece("x", 'x_sum{a="b"} 1\nx_count{a="b"} 1\n', { type }),
  ]);
  expect(textOf(winner)).toBe('x_sum{a="b"} 1\nx_count{a="b"} 1\n');
  expect(conflicts).toEqual([{ family: "x", problem: `a ${type} came from more than one source`, foreign: true }]);
});

test("gives what one source with all samples would give", () => {
  const label = fc.constantFrom(
    "",
    "1",
    "10",
    "2",
    'a"b',
    "a}b",
    "a{b",
    'x="y"',
    "a\\b",
    "a\nb",
    "\\n",
    "😀",
    "\uFFFD",
    "a,b",
  );
  const sample = fc.record({ labels: fc.dictionary(fc.constantFrom("a", "b"), label), value: fc.nat() });
  const sources = fc.array(fc.array(sample, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 3 });
  fc.assert(
    fc.property(sources, (all) => {
      const { winner, conflicts } = resolve(all.map((samples) => piece("x", naiveLines("x", samples).join(""))));
      // Within a source the renderer has dropped duplicates already.
      const kept = all.map((samples) => naiveLines("x", samples).length).reduce((a, b) => a + b);
      const lines = naiveLines("x", all.flat());
      expect(textOf(winner)).toBe(lines.join(""));
      expect(conflicts).toHaveLength(kept - lines.length);
    }),
    { numRuns: 1000 },
  );
});

function resolve(pieces: readonly Piece[]): { winner: Piece; conflicts: Conflict[] } {
  const conflicts: Conflict[] = [];
  return { winner: resolveConflict(pieces, conflicts), conflicts };
}
