import { expect, test } from "vitest";
import { ProblemLog } from "../../../src/main/exposition/problem-log.ts";

test("the same problems are logged once, others not at once", () => {
  const lines: string[] = [];
  const log = new ProblemLog((_level, message, attributes) => lines.push(`${message} ${JSON.stringify(attributes)}`));
  for (let i = 0; i < 100; i++) log.record(["x came more than once"]);
  log.record(["something else"]);
  expect(lines).toEqual(['left out of the exposition {"err":"x came more than once","problems":1}']);
});

test("many problems are counted, the first ten named", () => {
  const lines: unknown[] = [];
  const log = new ProblemLog((_level, _message, attributes) => lines.push(attributes));
  log.record(Array.from({ length: 500 }, (_, i) => `p${i}`));
  expect(lines).toEqual([{ err: "p0; p1; p2; p3; p4; p5; p6; p7; p8; p9", problems: 500 }]);
});
