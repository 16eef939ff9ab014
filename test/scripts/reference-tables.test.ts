import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REFERENCE_PAGES, withTable } from "../../scripts/reference-tables.ts";
import { catalog } from "../../src/collectors/generated/catalog.ts";
import { collectors } from "../main/options/collectors.ts";

test.each(REFERENCE_PAGES)("the table in docs/reference/%s.md is up to date (npm run generate)", (name) => {
  const page = readFileSync(join(import.meta.dirname, `../../docs/reference/${name}.md`), "utf8");
  expect(page).toBe(withTable(page, name, catalog));
});

test("writes between the markers only", () => {
  const text = withTable("# T\n<!-- collectors:begin -->\nold\n<!-- collectors:end -->\nx", "collectors", collectors);
  expect(text).toContain("# T\n<!-- collectors:begin -->\n| Collector |");
  expect(text).toContain(
    "\n| `alpha` | on | First of two. |\n| `beta` | off | Second of two. **Deprecated:** use alpha |\n",
  );
  expect(text).not.toContain("\nold\n");
  expect(text).toMatch(/<!-- collectors:end -->\nx$/);
  expect(withTable(text, "collectors", collectors)).toBe(text);
});

test("leaves out hidden flags and switches of collectors", () => {
  const text = withTable("<!-- flags:begin --><!-- flags:end -->", "flags", collectors);
  expect(text).toContain("\n| `--collector.alpha.exclude` | `^(ram\\|loop)\\d+$` | Names to leave out. |\n");
  expect(text).toContain("\n| `--collector.beta.url` | `http://localhost/` | Server. Environment: `BETA_URL`. |\n");
  expect(text).not.toMatch(/alpha.workers` \| `4|`--\[no-\]collector.alpha`/);
});

test("misses its markers", () => {
  expect(() => withTable("# T", "collectors", collectors)).toThrow("<!-- collectors:begin -->");
});
