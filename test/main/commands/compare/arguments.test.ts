import { describe, expect, test } from "vitest";
import { readCompareArguments } from "../../../../src/main/commands/compare/arguments.ts";
import { UsageError } from "../../../../src/main/options/usage-error.ts";

const DEFAULTS = { json: false, insecure: false, timeout: "10s", tolerance: "0.05" };

describe("the arguments of compare", () => {
  test("are its options, a URL and the flags of the exporter", () => {
    const words = "--no-collector.arp https://h --collector.x=y --flag v";
    const { url, ...rest } = readCompareArguments(
      { json: true, insecure: true, timeout: "2s", tolerance: ".2" },
      words.split(" "),
    );
    expect(url.href).toBe("https://h/metrics");
    expect(rest).toEqual({
      json: true,
      insecure: true,
      timeout: 2,
      tolerance: 0.2,
      flags: ["--no-collector.arp", "--collector.x=y", "--flag", "v"],
    });
  });

  test.each([
    ["http://host:9100", "http://host:9100/metrics"],
    ["http://host:9100/", "http://host:9100/"],
    ["http://host/?collect[]=arp", "http://host/?collect[]=arp"],
    ["HTTP://user:word@host/m", "http://user:word@host/m"],
  ])("takes the URL %s as %s", (text, href) => {
    expect(readCompareArguments(DEFAULTS, [text]).url.href).toBe(href);
  });

  test.each([
    [[], {}, "compare needs the URL of an exporter, such as http://localhost:9100/metrics"],
    [["localhost:9100"], {}, "compare needs the URL of an exporter, such as http://localhost:9100/metrics"],
    [["http://"], {}, '"http://" is not a URL'],
    [["http://h"], { timeout: "0s" }, '--timeout: "0s" is not a duration such as 10s'],
    [["http://h"], { tolerance: "much" }, '--tolerance: "much" is not a number such as 0.05'],
  ])("refuses %s with %j", (words, options, message) => {
    expect(() => readCompareArguments({ ...DEFAULTS, ...options }, words)).toThrow(new UsageError(message));
  });
});
