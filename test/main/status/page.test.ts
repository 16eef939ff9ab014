import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { errorClass } from "../../../src/main/status/error-class.ts";
import { markup } from "../../../src/main/status/page/markup.ts";
import { age, bytes, count, duration, percent } from "../../../src/main/status/page/units.ts";
import { ownMetrics } from "../self/own.ts";
import { StatusView } from "../../../src/main/status/status-view.ts";

const HOSTILE = `</script><img src=x onerror="alert(1)">'`;

test("texts of the host never become markup", async () => {
  const record = ownMetrics(["cpu"]);
  record.faulty("cpu", [{ subject: HOSTILE, problem: HOSTILE }]);
  record.admitted({ address: HOSTILE, timeout: 1, format: HOSTILE, gzip: false });
  const settings = new Map([["web.x", { value: [HOSTILE], origin: "flag" as const }]]);
  const view = new StatusView(record, { version: HOSTILE, metricsPath: `/${HOSTILE}`, settings });
  const { html } = await view.page(true);
  expect(html).not.toContain("<img");
  expect(html.match(/<\/script>/g)).toHaveLength(1);
  expect(html).toContain("&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;");
});

test("the policy allows the page's own style and script, and nothing else", async () => {
  const view = new StatusView(ownMetrics([]), {
    version: "1",
    metricsPath: "/metrics",
    settings: new Map(),
  });
  const { html, contentSecurityPolicy } = await view.page(false);
  const [, style = ""] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
  const [, script = ""] = /<script>(.*?)<\/script>/s.exec(html) ?? [];
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  expect(contentSecurityPolicy.split("; ")).toEqual([
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
  expect([...html.matchAll(/(?:href|src|action)="(.*?)"/g)].map(([, target]) => target)).toEqual([
    "./metrics",
    "./-/status",
    "./-/healthy",
    "./-/ready",
  ]);
});

test("templates escape what is put into them, and take markup as it is", () => {
  expect(markup`<a title="${'"'}">${"<b>"}${[markup`<i>`, markup`</i>`]}</a>`.text).toBe(
    '<a title="&quot;">&lt;b&gt;<i></i></a>',
  );
});

test.each([
  [0, "0"],
  [0.000_012, "12 µs"],
  [0.001_234, "1.23 ms"],
  [0.0456, "45.6 ms"],
  [1.5, "1.50 s"],
  [119, "119 s"],
  [3725, "1 h 2 min"],
])("%d seconds are shown as %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test("ages, bytes, numbers and shares are short", () => {
  expect([age(0), age(59.9), age(86_400), age(90_061)]).toEqual(["0 s", "59 s", "1 d", "1 d 1 h"]);
  expect([bytes(1023), bytes(1536), bytes(5 << 20)]).toEqual(["1023 B", "1.50 KiB", "5.00 MiB"]);
  expect([count(1), count(1_234_567)]).toEqual(["1", "1,234,567"]);
  expect([percent(0), percent(0.0123), percent(0.5)]).toEqual(["0 %", "1.2 %", "50 %"]);
});

test.each([
  ["EACCES: permission denied, open '/proc/x'", "permission denied (EACCES)"],
  ["connect ECONNREFUSED 127.0.0.1:9001", "connection refused (ECONNREFUSED)"],
  ["getaddrinfo ENOTFOUND db.internal", "ENOTFOUND"],
  ["EDQUOT: disk quota exceeded, read '/srv/x'", "EDQUOT"],
  ["E524: system call failed, read '/sys/x'", "system call failed"],
  ["EACCES: db password is hunter, line 1", "permission denied (EACCES)"],
  ["/srv/EXAMPLE: secret words here", "unexpected content"],
  ['/etc/x: line 1: "EPASSWORD: hunter"', "unexpected content"],
  ["ESECRET: hunter", "unexpected content"],
  ["bad ESECRET", "unexpected content"],
  ["/proc/net/arp: line 2: no address", "unexpected content"],
  ["worker ended: out of memory", "worker ended"],
  ["left alone after: out of memory", "left alone after its worker ended"],
  ["no answer before the deadline", "no answer in time"],
])("%s is of the class: %s", (message, expected) => {
  expect(errorClass(message)).toBe(expected);
});
