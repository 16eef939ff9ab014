import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTarget } from "../../../src/main/server/request-target.ts";

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
  expect(parseTarget(target)).toEqual({ path, query });
});

test("no target makes it fail", () => {
  fc.assert(fc.property(fc.string(), (target) => typeof parseTarget(target).path === "string"));
});
