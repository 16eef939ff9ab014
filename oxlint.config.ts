/** Rules of lint. Which room may import from which is in scripts/rooms.ts. */
import { defineConfig } from "oxlint";
import { roomRules } from "./scripts/rooms.ts";

export default defineConfig({
  plugins: ["typescript", "unicorn", "import", "promise", "node", "oxc"],
  categories: { correctness: "error", suspicious: "error", perf: "warn" },
  env: { node: true, es2024: true },
  ignorePatterns: ["dist", "coverage", "bench/results"],
  rules: {
    "no-console": "error",
    "no-await-in-loop": "off",
    "no-shadow": "off",
    "no-underscore-dangle": "off",
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/no-floating-promises": "error",
    "typescript/switch-exhaustiveness-check": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-unsafe-type-assertion": "off",
    "import/no-cycle": "error",
    "import/no-unassigned-import": "off",
    "unicorn/prefer-node-protocol": "error",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "no-control-regex": "off",
    "promise/always-return": "off",
    "import/no-named-as-default-member": "off",
  },
  overrides: [
    ...roomRules(),
    {
      files: ["scripts/**", "bench/**", "test/**", "*.config.ts"],
      rules: { "no-console": "off", "unicorn/consistent-function-scoping": "off", "typescript/unbound-method": "off" },
    },
  ],
});
