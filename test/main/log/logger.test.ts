import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { journalPrefix } from "../../../src/main/log/journal.ts";
import { hasControls } from "../../../src/main/log/visible.ts";
import { createLog } from "../../../src/main/log/logger.ts";

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;

test("writes one logfmt line a message, with time, level and message first", () => {
  const { log, text } = open("debug", "logfmt");
  log("debug", "a message", { collector: "cpu", seconds: 0.5 });
  log("error", "other");
  const [first = "", second = "", rest] = text().split("\n");
  expect(first.replace(TIME, "TIME")).toBe('time=TIME level=DEBUG msg="a message" collector=cpu seconds=0.5');
  expect(second.replace(TIME, "TIME")).toBe("time=TIME level=ERROR msg=other");
  expect(rest).toBe("");
});

test("writes JSON objects, a line each", () => {
  const { log, text } = open("info", "json");
  log("warn", 'a "message"\n', { path: "/x", ok: true });
  const line: Record<string, unknown> = JSON.parse(text());
  expect(line).toEqual({
    time: expect.stringMatching(TIME),
    level: "WARN",
    msg: 'a "message"\n',
    path: "/x",
    ok: true,
  });
});

test.each(["logfmt", "json"] as const)("long texts and controls do not get into a line of %s", (format) => {
  const { log, text } = open("info", format);
  const hostile = `\u009b${"x".repeat(100_000)}`;
  log("warn", hostile, { err: hostile });
  const [line = "", rest] = text().split("\n");
  expect([hasControls(line), rest]).toEqual([false, ""]);
  expect(line.length).toBeLessThan(20_000);
});

test.each([
  ["debug", ["DEBUG", "INFO", "WARN", "ERROR"]],
  ["info", ["INFO", "WARN", "ERROR"]],
  ["warn", ["WARN", "ERROR"]],
  ["error", ["ERROR"]],
] as const)("at level %s only %j are written", (level, written) => {
  const { log, text, dropped } = open(level, "logfmt");
  for (const each of ["debug", "info", "warn", "error"] as const) log(each, "x");
  expect([...text().matchAll(/level=(\w+)/g)].map(([, name]) => name)).toEqual(written);
  expect(dropped()).toBe(0);
});

function open(level: "debug" | "info" | "warn" | "error", format: "logfmt" | "json") {
  let dropped = 0;
  const stream = new PassThrough();
  // Since Node.js 26 a read returns what was written at once, and no more.
  const text = (): string => {
    const chunk = stream.read() as Buffer | null;
    return chunk === null ? "" : chunk.toString() + text();
  };
  const log = createLog({ level, format }, stream, journalPrefix({}), () => dropped++);
  return { log, text, dropped: () => dropped };
}
