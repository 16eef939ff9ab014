import { expect, test } from "vitest";
import { equalVersion, versionText } from "../../../src/main/options/build-info.ts";

test.each([
  ["1.12.100", "1.12.1"],
  ["1.12.101", "1.12.1"],
  ["1.12.299", "1.12.2"],
  ["1.13.0", "1.13.0"],
  ["1.13.7", "1.13.0"],
  ["2.0.1000", "2.0.10"],
])("%s has the metrics of node_exporter %s", (version, want) => {
  expect(equalVersion(version)).toBe(want);
});

test("--version names both versions", () => {
  expect(versionText()).toMatch(
    /^node-exporter-ts, version (1\.\d+\.\d+) \(branch: , revision: \S+\)\n  same metrics as:  node_exporter 1\.\d+\.\d\n/,
  );
});
