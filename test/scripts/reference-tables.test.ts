import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REFERENCE_PAGES, referenceTable, withTable } from "../../scripts/reference-tables.ts";
import { catalog } from "../../src/collectors/generated/catalog.ts";
import { collectors } from "../main/options/collectors.ts";

test.each(REFERENCE_PAGES)("the table in docs/reference/%s.md is up to date (npm run generate)", async (name) => {
  const page = readFileSync(join(import.meta.dirname, `../../docs/reference/${name}.md`), "utf8");
  expect(page).toBe(withTable(page, await referenceTable(name, catalog)));
});

test("collectors: default state, summary, deprecation", async () => {
  expect(await referenceTable("collectors", collectors)).toContain(
    "\n| `alpha` | on | First of two. |\n| `beta` | off | Second of two. **Deprecated:** use alpha |",
  );
});

test("flags: without hidden ones and switches of collectors", async () => {
  const table = await referenceTable("flags", collectors);
  expect(table).toContain("\n| `--collector.alpha.exclude` | `^(ram\\|loop)\\d+$` | Names to leave out. |\n");
  expect(table).toContain("\n| `--collector.beta.url` | `http://localhost/` | Server. Environment: `BETA_URL`. |");
  expect(table).not.toMatch(/alpha.workers` \| `4|`--\[no-\]collector.alpha`/);
});

test("metrics: name with labels, type, set, help", async () => {
  const table = await referenceTable("metrics", collectors);
  expect(table).toMatch(/\n\| `node_exporter_workers` \| gauge \| full \| \w.*\. \|\n/);
  expect(table).toMatch(/\n\| `node_exporter_collector_timed_out\{collector\}` \| gauge \| default \|/);
  expect(table).toMatch(/\n\| `node_exporter_scrape_phase_seconds\{phase\}` \| histogram \| full \|/);
  expect(table).toMatch(/\n\| `node_scrape_collector_success\{collector\}` \| gauge \| always \|/);
  expect(table).toMatch(/\n\| `promhttp_metric_handler_requests_in_flight` \| gauge \| default \|/);
  expect(table).toMatch(/\n\| `node_exporter_build_info\{.*\}` \| gauge \| always \|/);
});

test("writes between the markers only", () => {
  const page = "# T\n<!-- table:begin -->\nold\n<!-- table:end -->\ny";
  expect(withTable(page, "| x |")).toBe("# T\n<!-- table:begin -->\n| x |\n<!-- table:end -->\ny");
  expect(() => withTable("# T", "| x |")).toThrow("no <!-- table:begin -->");
});
