import { statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { STAT_NUMBERS } from "../../../src/workers/host/file-calls.ts";
import { hostTree } from "../../support/tree.ts";
import { CALLS } from "./open-tree.ts";

describe.each(CALLS)("through %s", (_, calls) => {
  test("stat tells inode, size and times", () => {
    const { sysfs } = hostTree({ "sys/a": "1234", "sys/link": { link: "a" } });
    const path = join(sysfs, "a");
    utimesSync(path, 1_700_000_000.25, 1_600_000_000.5);
    const into = new Float64Array(STAT_NUMBERS);
    const look = (name: string) => {
      expect(calls.stat(name, into)).toBe(0);
      return [...into];
    };
    const first = look(path);
    expect(first.slice(0, 2)).toEqual([statSync(path).ino, 4]);
    expect(look(join(sysfs, "link"))).toEqual(first);
    utimesSync(path, 1_700_000_000.25, 1_600_000_000.75);
    expect(look(path).slice(2, 4)).not.toEqual(first.slice(2, 4));
    expect(look(path).slice(4)).not.toEqual(first.slice(4));
    expect(look("/sys/class")[0]).toBe(statSync("/sys/class").ino);
    for (const missing of ["none", "a/b"]) expect(calls.stat(join(sysfs, missing), into)).toBeLessThan(0);
  });
});
