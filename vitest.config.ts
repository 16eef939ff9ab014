import { defineConfig } from "vitest/config";

const ROWS = "test/reliability/**/*.test.ts";

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

export default defineConfig({
  test: {
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
    setupFiles: ["test/support/setup.ts"],
    reporters: ["default"],
    coverage: { include: ["src/**"] },
    projects: [
      {
        extends: true,
        test: { name: "values", include: VALUES, isolate: false, maxWorkers: WORKERS, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: "parts",
          include: ["test/**/*.test.ts"],
          exclude: [ROWS, ...VALUES],
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        // Programs under load and faults have the machine to themselves, one after the other.
        test: { name: "rows", include: [ROWS], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
