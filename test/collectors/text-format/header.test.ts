import { expect, test } from "vitest";
import { openMetricsHeader, textHeader } from "../../../src/collectors/text-format/header.ts";

test("text format has HELP, then TYPE", () => {
  expect(textHeader("node_load1", "gauge", "1m load.")).toBe("# HELP node_load1 1m load.\n# TYPE node_load1 gauge\n");
});

test("an empty HELP text keeps its line and its blank", () => {
  expect(textHeader("x", "untyped", "")).toBe("# HELP x \n# TYPE x untyped\n");
});

test("a HELP text stays on one line", () => {
  expect(textHeader("x", "counter", 'a\nb\\ "c"')).toBe('# HELP x a\\nb\\\\ "c"\n# TYPE x counter\n');
});

test("a name that the format cannot hold is the same in both lines", () => {
  expect(textHeader("a.b", "gauge", "h")).toBe("# HELP a_b h\n# TYPE a_b gauge\n");
});

test.each([
  ["node_x_total", "counter", "# HELP node_x h\n# TYPE node_x counter\n"],
  ["node_x", "counter", "# HELP node_x h\n# TYPE node_x unknown\n"],
  ["node_x_total", "gauge", "# HELP node_x_total h\n# TYPE node_x_total gauge\n"],
  ["node_x", "untyped", "# HELP node_x h\n# TYPE node_x unknown\n"],
  ["node_x", "histogram", "# HELP node_x h\n# TYPE node_x histogram\n"],
  ["node_x", "summary", "# HELP node_x h\n# TYPE node_x summary\n"],
] as const)("OpenMetrics: %s, a %s", (name, type, text) => {
  expect(openMetricsHeader(name, type, "h")).toBe(text);
});

test("OpenMetrics escapes quotes in HELP too", () => {
  expect(openMetricsHeader("x", "gauge", 'a "b"\n')).toBe('# HELP x a \\"b\\"\\n\n# TYPE x gauge\n');
});
