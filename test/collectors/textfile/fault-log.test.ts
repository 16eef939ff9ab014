import { beforeEach, expect, test } from "vitest";
import { FaultLog } from "../../../src/collectors/textfile/fault-log.ts";
import type { FileProblem } from "../../../src/collectors/text-format/textfile.ts";

const MINUTE = 60_000;

let lines: string[];
let now: number;
let faults: FaultLog;

beforeEach(() => {
  lines = [];
  now = 0;
  faults = new FaultLog(
    (level, _message, { file, changes = 1 } = {}) => lines.push(`${level} ${String(file)} ${String(changes)}`),
    () => now,
  );
});

function problem(path: string, text = "broken"): FileProblem {
  return { path, line: 1, reason: "parse", problem: text };
}

test("a fault is told once while it lasts, another one again, and the end of it once", () => {
  for (let i = 0; i < 10; i++) faults.record([problem("a")]);
  faults.record([problem("a", "other")]);
  for (let i = 0; i < 10; i++) faults.record([]);
  expect(lines).toEqual(["error a 1", "error a 1", "info a 1"]);
});

test("a fault that comes and goes is told three times, then once a minute with the number of changes", () => {
  for (let i = 0; i < 1000; i++) faults.record(i % 2 === 0 ? [problem("a")] : []);
  expect(lines).toEqual(["error a 1", "info a 1", "error a 1"]);
  now += MINUTE;
  for (let i = 0; i < 1000; i++) faults.record(i % 2 === 0 ? [problem("a")] : []);
  expect(lines.slice(3)).toEqual(["error a 998"]);
});

test("many files share a budget, and what it holds back is told later", () => {
  const problems = Array.from({ length: 150 }, (_, i) => problem(`${i}`));
  for (let i = 0; i < 10; i++) faults.record(problems);
  expect(lines).toHaveLength(100);
  now += 10 * MINUTE;
  faults.record(problems);
  expect(new Set(lines).size).toBe(150);
});

test("a file whose fault is long over is told of as at first", () => {
  faults.record([problem("a")]);
  faults.record([]);
  now += 10 * MINUTE;
  faults.record([]);
  for (let i = 0; i < 10; i++) faults.record(i % 2 === 0 ? [problem("a")] : []);
  expect(lines).toHaveLength(5);
});

test("of files that come and go for ever, a bounded number is remembered, and the newest are told of", () => {
  for (let i = 0; i < 3000; i++) faults.record([problem(`old${i}`)]);
  for (let i = 0; i < 20; i++) {
    now += 10 * MINUTE;
    faults.record([problem("new")]);
  }
  expect(lines).toContain("error new 1");
  expect(new Set(lines).size).toBeLessThan(1200);
});

test("where all places are taken, a new file has that of one that is in order again", () => {
  const many = Array.from({ length: 1000 }, (_, i) => problem(`${i}`));
  faults.record(many);
  faults.record([]);
  faults.record([problem("new")]);
  for (let i = 0; i < 20; i++) {
    now += 10 * MINUTE;
    faults.record([]);
  }
  expect(lines).toContain("info new 2");
});

test("and none that is not: the faults that are known are not told again and again", () => {
  const many = Array.from({ length: 1000 }, (_, i) => problem(`${i}`));
  faults.record(many);
  for (let i = 0; i < 30; i++) {
    now += 10 * MINUTE;
    faults.record([problem("new"), ...many]);
  }
  expect(lines).toEqual(many.map(({ path }) => `error ${path} 1`));
});
