import { expect, test } from "vitest";
import { ownFamilies } from "../../src/collectors/generated/families.ts";
import { readPage } from "./pages.ts";

test("docs/reference/metrics.md has every metric about the exporter", () => {
  const page = readPage("docs/reference/metrics.md");
  const listed = [...page.matchAll(/^\| `([a-z_]+)(?:\{.*?\})?` \|/gm)].map(([, name = ""]) => name);
  expect(listed.toSorted()).toEqual(ownFamilies);
});
