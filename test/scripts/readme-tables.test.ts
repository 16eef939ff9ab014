import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withTables } from "../../scripts/readme-tables.ts";
import { catalog } from "../../src/collectors/generated/catalog.ts";
import { collectors } from "../main/options/collectors.ts";

test("the tables in README.md are up to date (npm run generate)", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  expect(readme).toBe(withTables(readme, catalog));
});

test("writes between the markers only, and leaves out hidden flags and switches", () => {
  const readme =
    "# T\n<!-- collectors:begin -->\nold\n<!-- collectors:end -->\nx\n<!-- flags:begin --><!-- flags:end -->\ny";
  const text = withTables(readme, collectors);
  expect(text).toContain("# T\n<!-- collectors:begin -->\n| Collector |");
  expect(text).toContain(
    "\n| `alpha` | on | First of two. |\n| `beta` | off | Second of two. **Deprecated:** use alpha |\n",
  );
  expect(text).toContain("\n| `--collector.alpha.exclude` | `^(ram\\|loop)\\d+$` | Names to leave out. |\n");
  expect(text).toContain("\n| `--collector.beta.url` | `http://localhost/` | Server. Environment: `BETA_URL`. |\n");
  expect(text).not.toMatch(/\nold\n|alpha.workers` \| `4|`--\[no-\]collector.alpha`/);
  expect(text).toMatch(/<!-- flags:end -->\ny$/);
  expect(withTables(text, collectors)).toBe(text);
});

test("misses its markers", () => {
  expect(() => withTables("# T", collectors)).toThrow("<!-- collectors:begin -->");
});
