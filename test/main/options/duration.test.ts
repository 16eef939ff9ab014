import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDuration } from "../../../src/main/options/duration.ts";

test.each<[string, number]>([
  ["0", 0],
  ["5s", 5],
  ["-5s", -5],
  ["+5s", 5],
  ["1.5h", 5400],
  [".5s", 0.5],
  ["5.s", 5],
  ["100ms", 0.1],
  ["3us", 3e-6],
  ["3µs", 3e-6],
  ["3μs", 3e-6],
  ["7ns", 7e-9],
  ["3.46608s", 3.46608],
  ["1w2d3h4m5.5s", 604_800 + 2 * 86_400 + 3 * 3600 + 4 * 60 + 5.5],
  ["1s1s", 2],
])("%s", (text, want) => {
  expect(parseDuration(text)).toBeCloseTo(want, 12);
});

test.each(["", "5", "s", "5 s", " 5s", "5s ", "5x", "--5s", "1e3s", "5S", ".s", "1..5s", "∞s", "5s\n"])(
  "%j is none",
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test("whole seconds and milliseconds are read as they were written", () => {
  fc.assert(
    fc.property(fc.nat({ max: 1e9 }), fc.nat({ max: 999 }), (seconds, milliseconds) => {
      expect(parseDuration(`${seconds}s${milliseconds}ms`)).toBeCloseTo(seconds + milliseconds / 1000, 6);
    }),
  );
});
