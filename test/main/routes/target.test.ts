import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanPath, parseTarget, safeLocation } from "../../../src/main/routes/target.ts";

test.each([
  ["/metrics", "/metrics", undefined],
  ["/metrics?", "/metrics", ""],
  ["/metrics?collect[]=cpu&x=?", "/metrics", "collect[]=cpu&x=?"],
  ["/%6Detrics?collect%5B%5D=cpu", "/metrics", "collect%5B%5D=cpu"],
  ["/a%2Fb", "/a/b", undefined],
  ["/100%", "/100%", undefined],
  ["/%C3%A9", "/é", undefined],
  ["http://host:9100/metrics?x=1", "/metrics", "x=1"],
  ["HTTPS://host/metrics", "/metrics", undefined],
  ["http://host", "/", undefined],
  ["http://host?x=/y", "/", "x=/y"],
  ["*", "*", undefined],
  ["ftp://host/metrics", "ftp://host/metrics", undefined],
])("%s", (target, path, query) => {
  expect(parseTarget(target)).toMatchObject({ path, query });
});

test("no target makes it fail", () => {
  fc.assert(fc.property(fc.string(), (target) => typeof parseTarget(target).path === "string"));
});

test.each([
  ["/", "/"],
  ["//", "/"],
  ["//metrics", "/metrics"],
  ["/./metrics", "/metrics"],
  ["/x/../metrics", "/metrics"],
  ["/../../metrics", "/metrics"],
  ["/metrics//", "/metrics/"],
  ["/a/./", "/a/"],
  ["/a/.", "/a"],
  ["/a/..", "/"],
  ["/a/../", "/"],
  ["/.hidden/..x/...", "/.hidden/..x/..."],
  ["/%2e/metrics", "/%2e/metrics"],
])("the clean form of %s is %s", (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
});

test.each([
  ["/metrics?collect[]=cpu&x=%20", "/metrics?collect[]=cpu&x=%20"],
  ["/\\host", "/%5Chost"],
  ['/a b\u00e9"<>', "/a%20b%E9%22%3C%3E"],
])("%j is %s in a header", (target, location) => {
  expect(safeLocation(target)).toBe(location);
});
