import { describe, expect, test } from "vitest";
import { parseCompareArguments } from "../../../../src/main/commands/compare/arguments.ts";
import { UsageError } from "../../../../src/main/options/usage-error.ts";

describe("the command line of compare", () => {
  test("has defaults", () => {
    const { url, ...rest } = parseCompareArguments(["http://host:9100/metrics"]);
    expect(url.href).toBe("http://host:9100/metrics");
    expect(rest).toEqual({ help: false, json: false, insecure: false, timeout: 10, tolerance: 0.05, flags: [] });
  });

  test("leaves the exporter's flags alone, wherever they are", () => {
    const words = "--no-collector.arp --json https://h --collector.x=y --timeout 2s --insecure --tolerance=.2 --flag v";
    const { url, json, insecure, timeout, tolerance, flags } = parseCompareArguments(words.split(" "));
    expect([url.href, json, insecure, timeout, tolerance]).toEqual(["https://h/metrics", true, true, 2, 0.2]);
    expect(flags).toEqual(["--no-collector.arp", "--collector.x=y", "--flag", "v"]);
  });

  test.each([
    ["http://host:9100", "http://host:9100/metrics"],
    ["http://host:9100/", "http://host:9100/"],
    ["http://host/?collect[]=arp", "http://host/?collect[]=arp"],
    ["HTTP://user:word@host/m", "http://user:word@host/m"],
  ])("takes the URL %s as %s", (text, href) => {
    expect(parseCompareArguments([text]).url.href).toBe(href);
  });

  test.each([
    [[], "compare needs the URL of an exporter, such as http://localhost:9100/metrics"],
    [["localhost:9100"], "compare needs the URL of an exporter, such as http://localhost:9100/metrics"],
    [["http://"], '"http://" is not a URL'],
    [["http://h", "--timeout=0s"], '--timeout: "0s" is not a duration such as 10s'],
    [["http://h", "--timeout"], "--timeout needs a value"],
    [["http://h", "--tolerance=much"], '--tolerance: "much" is not a number such as 0.05'],
  ])("refuses %s", (words, message) => {
    expect(() => parseCompareArguments(words)).toThrow(new UsageError(message));
  });
});
