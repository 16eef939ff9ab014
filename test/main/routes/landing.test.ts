import { expect, test } from "vitest";
import { landingPage } from "../../../src/main/routes/landing.ts";

test("names the program and links to the metrics", () => {
  const page = landingPage("1.2.3", "/metrics");
  expect(page).toContain("<h1>Node Exporter</h1>");
  expect(page).toContain("Prometheus Node Exporter");
  expect(page).toContain("node-exporter-ts 1.2.3");
  expect(page).toContain('<a href="/metrics">Metrics</a>');
});

test("a path is text, not markup", () => {
  const page = landingPage("1", '/"><script>&');
  expect(page).not.toContain("<script>");
  expect(page).toContain('href="/&quot;&gt;&lt;script&gt;&amp;"');
});
