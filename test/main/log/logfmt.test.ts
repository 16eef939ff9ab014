import { expect, test } from "vitest";
import { logfmtLine } from "../../../src/main/log/logfmt.ts";

test.each([
  [
    { level: "INFO", time: "2026-01-01T00:00:00.000Z", msg: "listening" },
    "time=2026-01-01T00:00:00.000Z level=INFO msg=listening",
  ],
  [{ time: "t", level: "WARN", msg: "two words", collector: "cpu" }, 'time=t level=WARN msg="two words" collector=cpu'],
  [{ err: 'open "/x": EIO', msg: "", time: "t", level: "E" }, String.raw`time=t level=E msg="" err="open \"/x\": EIO"`],
  [
    { time: "t", level: "E", msg: "m", a: "x=y", b: "a\nb", c: "\\", d: "größe", e: "\u007f" },
    String.raw`time=t level=E msg=m a="x=y" b="a\nb" c="\\" d="größe" e="\u007f"`,
  ],
  [
    { time: "t", level: "E", msg: "m", count: 3, ok: true, none: null },
    "time=t level=E msg=m count=3 ok=true none=null",
  ],
])("%j", (entry, line) => {
  expect(logfmtLine(JSON.stringify(entry))).toBe(`${line}\n`);
});
