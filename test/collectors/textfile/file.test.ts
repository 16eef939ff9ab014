import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { WatchedFile } from "../../../src/collectors/textfile/file.ts";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";

test("a file that has just changed is read again: a further change may bear the same time", () => {
  const path = join(temporaryDirectory(), "a.prom");
  writeFileSync(path, "m 1\n");
  const { ctimeMs } = statSync(path);
  cleanUp(() => void vi.useRealTimers());
  const file = new WatchedFile(path);
  const isReadAgain = (age: number): boolean => {
    vi.setSystemTime(Math.ceil(ctimeMs) + age);
    return file.read() !== file.read();
  };
  expect([0, 99, 101, 0].map(isReadAgain)).toEqual([true, true, false, false]);
});
