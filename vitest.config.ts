import { defineConfig } from "vitest/config";

const ROWS = "test/reliability/**/*.test.ts";

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ["test/support/setup.ts"],
    reporters: ["default"],
    coverage: { include: ["src/**"] },
    projects: [
      {
        extends: true,
        test: {
          name: "parts",
          include: ["test/**/*.test.ts"],
          exclude: [ROWS],
          // More would starve a machine of two CPUs, and with it the tests that start programs.
          maxWorkers: 2,
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
