import { SkippedRecords } from "../../../src/collectors/kit/skipped-records.ts";
import { DescriptorBudget } from "../../../src/workers/host/descriptor-budget.ts";
import { type FileCalls, fileCalls, nodeCalls } from "../../../src/workers/host/file-calls.ts";
import { Scratch } from "../../../src/workers/host/kernel-file.ts";
import { KernelTree } from "../../../src/workers/host/kernel-tree.ts";

/** The two ways to call the kernel, by name. */
export const CALLS: readonly (readonly [name: string, calls: FileCalls])[] = [
  ["the C library", fileCalls()],
  ["node:fs", nodeCalls],
];

/**
 * Opens the tree at `path`. It keeps up to `limit` descriptors, or none without a limit, and counts in `skipped` what it
 * leaves out.
 */
export function openTree(calls: FileCalls, path: string, limit?: number) {
  const budget = limit === undefined ? undefined : new DescriptorBudget(limit);
  const skipped = new SkippedRecords();
  const tree = new KernelTree(path, calls, new Scratch(), budget, undefined, { current: skipped });
  return { budget, skipped, tree };
}

/** For files that are compared as text. */
export function text(bytes: Buffer): string {
  return bytes.toString();
}
