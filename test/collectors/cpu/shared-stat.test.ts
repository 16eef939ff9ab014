import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sharedStat } from "../../../src/collectors/cpu/shared-stat.ts";
import { fileCalls } from "../../../src/workers/host/file-calls.ts";
import { Scratch } from "../../../src/workers/host/kernel-file.ts";
import { KernelTree } from "../../../src/workers/host/kernel-tree.ts";
import { hostTree } from "../../support/tree.ts";

test("one read a scrape, whoever asks", () => {
  const { procfs } = hostTree({ "proc/stat": "ctxt 1\n" });
  const proc = new KernelTree(procfs, fileCalls(), new Scratch());
  const ctxt = (scrape: { deadline: number }) => sharedStat(proc).read(scrape).counts.ctxt;
  const first = { deadline: 1 };
  expect(ctxt(first)).toBe(1);
  writeFileSync(join(procfs, "stat"), "ctxt 2\n");
  expect(ctxt(first)).toBe(1);
  const second = { deadline: 1 };
  expect(ctxt(second)).toBe(2);
  writeFileSync(join(procfs, "stat"), "ctxt x\n");
  const third = { deadline: 1 };
  expect(() => ctxt(third)).toThrow("is not a number");
  expect(() => ctxt(third)).toThrow("is not a number");
  writeFileSync(join(procfs, "stat"), "ctxt 3\n");
  expect(ctxt(third)).toBe(3);
});
