import { closeSync, fstatSync, openSync } from "node:fs";
import { expect, test } from "vitest";
import { journalPrefix } from "../../../src/main/log/journal.ts";

const NULL = "/dev/null";

test("lines for the journal start with their priority", () => {
  const { fd, identity } = open(NULL);
  const prefix = journalPrefix({ JOURNAL_STREAM: identity }, fd);
  expect((["error", "warn", "info", "debug"] as const).map((level) => prefix(level))).toEqual([
    "<3>",
    "<4>",
    "<6>",
    "<7>",
  ]);
  closeSync(fd);
  expect(journalPrefix({ JOURNAL_STREAM: identity }, fd)("error")).toBe("");
});

test("nothing is added where stderr is another stream than the journal's, or there is none", () => {
  const { fd } = open(NULL);
  const { identity } = open("/proc/self/status");
  expect(journalPrefix({ JOURNAL_STREAM: identity }, fd)("error")).toBe("");
  expect(journalPrefix({}, fd)("error")).toBe("");
  closeSync(fd);
});

function open(path: string): { readonly fd: number; readonly identity: string } {
  const fd = openSync(path, "r");
  const { dev, ino } = fstatSync(fd, { bigint: true });
  return { fd, identity: `${dev}:${ino}` };
}
