import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that start programs and wait for deadlines begin first, so that no processor has to wait for the last of them. */
const LONG = /\/test\/(?:bench|main\/scrape|program|reliability\/areas)\//;

/**
 * Tests of modules that keep nothing between two tests. They share a process, which saves a minute: loading the modules
 * again takes longer than the tests.
 */
const VALUES = [
  "test/collectors/**/*.test.ts",
  "test/main/{exposition,log,options,routes,self,status}/**/*.test.ts",
  "test/workers/{protocol,render}/**/*.test.ts",
];

/** More would starve a machine of two CPUs, and with it the tests that start programs. */
const WORKERS = 2;

/** Milliseconds: no test takes nearly as long, however much else the machine has to do. */
const PATIENCE = 240_000;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

function isLong({ moduleId }: TestSpecification): boolean {
  return LONG.test(moduleId);
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
    setupFiles: ["test/support/setup.ts"],
    reporters: ["default"],
    coverage: { include: ["src/**"] },
    projects: [
      {
        extends: true,
        test: { name: "values", include: VALUES, isolate: false, maxWorkers: WORKERS },
      },
      {
        extends: true,
        test: {
          name: "parts",
          include: ["test/**/*.test.ts"],
          exclude: VALUES,
          maxWorkers: WORKERS,
        },
      },
    ],
  },
});
