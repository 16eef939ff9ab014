import { expect, test } from "vitest";
import { acceptsGzip, negotiateFormat } from "../../../src/main/routes/negotiate.ts";

const OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores";

/** What Prometheus 3 sends. */
const PROMETHEUS =
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5," +
  "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

function text(escaping = "underscores"): string {
  return `text/plain; version=0.0.4; charset=utf-8; escaping=${escaping}`;
}

test.each([
  [undefined, text()],
  ["", text()],
  ["*/*", text()],
  ["text/html", text()],
  ["application/json", text()],
  ["text/plain", text()],
  ["text/plain;version=0.0.4", text()],
  ["text/plain;version=1.0.0", text()],
  ["text/plain;q=0", text()],
  ["application/openmetrics-text", text()],
  ["text/plain;version=0.0.4;escaping=dots", text("dots")],
  ["text/plain;escaping=bogus", text()],
  ["text/html;escaping=values, text/plain", text("values")],
  ["text/plain, text/html;escaping=values", text()],
  ["text/html;escaping=values;q=0.5, text/plain;q=0.9", text()],
  [PROMETHEUS, text("allow-utf-8")],
])("Accept: %s gives %s", (accept, contentType) => {
  for (let i = 0; i < 2; i++) expect(negotiateFormat(accept, false)).toEqual({ format: "text", contentType });
});

test.each([
  ["application/openmetrics-text", OPEN],
  ["application/openmetrics-text;version=1.0.0", OPEN],
  ["Application/OpenMetrics-Text;Version=1.0.0", OPEN],
  ["TEXT/PLAIN;Q=0.5, application/openmetrics-text", OPEN],
  ["application/openmetrics-text; version=0.0.1", OPEN.replace("1.0.0", "0.0.1")],
  [PROMETHEUS, OPEN.replace("underscores", "allow-utf-8")],
  ["text/plain;q=0.5, application/openmetrics-text", OPEN],
  ["application/openmetrics-text;version=2.0.0", text()],
  ["application/openmetrics-text;q=0", text()],
  ["application/openmetrics-text;q=0.1, text/plain;q=0.2", text()],
  ["text/plain, application/openmetrics-text", text()],
  [undefined, text()],
])("with OpenMetrics allowed, Accept: %s gives %s", (accept, contentType) => {
  const format = contentType.startsWith("application") ? "openmetrics" : "text";
  expect(negotiateFormat(accept, true)).toEqual({ format, contentType });
});

test("no header is remembered without bound, and the verdict is right afterwards", () => {
  for (let i = 0; i < 1000; i++) negotiateFormat(`text/x${i}, application/openmetrics-text`, true);
  expect(negotiateFormat("application/openmetrics-text", true).format).toBe("openmetrics");
  for (let i = 0; i < 1000; i++) acceptsGzip(`br${i}`);
  expect(acceptsGzip("gzip")).toBe(true);
});

test.each([
  ["gzip", true],
  ["gzip, deflate, br", true],
  ["gzip;q=1, identity;q=0.5", true],
  ["gzip;q=0.5", true],
  ["gzip;q=0.5, *;q=0.1", true],
  [undefined, false],
  ["", false],
  ["identity", false],
  ["identity, gzip", false],
  ["gzip;q=0.5, identity;q=0.5", false],
  ["gzip;q=0.5, *", false],
  ["gzip;q=0.5, identity", false],
  ["gzip;q=0", false],
  ["gzip;q=0, *;q=1", false],
  ["*", false],
  ["zstd", false],
  ["br", false],
  ["x-gzip", false],
  ["gzip;q=nonsense", false],
])("Accept-Encoding: %s is gzip: %s", (header, verdict) => {
  for (let i = 0; i < 2; i++) expect(acceptsGzip(header)).toBe(verdict);
});
