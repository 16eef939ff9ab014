import { expect, test } from "vitest";
import { landingRoute } from "../../../src/main/routes/landing.ts";
import { statusPageRoute, statusRoute } from "../../../src/main/routes/status.ts";
import type { IsAuthenticated } from "../../../src/main/server/handler.ts";
import { logTo } from "../server/support.ts";
import { serve } from "./serve.ts";

const BROWSER = { headers: { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" } };

interface Access {
  readonly isOpen?: boolean;
  readonly isAuthenticated?: IsAuthenticated;
}

async function routes({ isOpen = false, isAuthenticated = () => false }: Access = {}) {
  const status = {
    json: (isDetailed: boolean) => Promise.resolve(JSON.stringify({ isDetailed })),
    page: (isDetailed: boolean) => Promise.resolve({ html: `<p>${isDetailed}`, contentSecurityPolicy: "policy" }),
  };
  const service = { status, isOpen, log: () => {} };
  const landing = landingRoute("1.2.3", "/metrics");
  return serve([statusRoute(service), statusPageRoute(service, landing)], isAuthenticated);
}

test("browsers get the status page, never from a cache", async () => {
  const { get } = await routes();
  const { status, headers, body } = await get("/", BROWSER);
  expect([status, body]).toEqual([200, "<p>false"]);
  expect(headers).toMatchObject({
    "content-type": "text/html; charset=UTF-8",
    "cache-control": "no-store",
    "content-security-policy": "policy",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    vary: "Accept",
  });
});

test.each([
  ["none", {}],
  ["any", { Accept: "*/*" }],
  ["of Prometheus", { Accept: "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1" }],
  ["that refuses HTML", { Accept: "text/html;q=0,*/*" }],
])("others get the landing page; Accept: %s", async (_name, headers) => {
  const { get } = await routes();
  expect((await get("/", { headers })).body).toContain("<h1>Node Exporter</h1>");
});

test("a browser may write its media types in capitals", async () => {
  const { get } = await routes();
  expect((await get("/", { headers: { Accept: "TEXT/HTML" } })).headers["content-security-policy"]).toBe("policy");
});

test("the JSON needs no Accept header", async () => {
  const { get } = await routes();
  const { headers, body } = await get("/-/status");
  expect(JSON.parse(body)).toEqual({ isDetailed: false });
  expect(headers).toMatchObject({ "content-type": "application/json", "cache-control": "no-store" });
});

test.each([
  ["clients that are authenticated", { isAuthenticated: () => true }],
  ["everybody where the flag says so", { isOpen: true }],
])("details are for %s", async (_name, options) => {
  const { get } = await routes(options);
  expect(JSON.parse((await get("/-/status")).body)).toEqual({ isDetailed: true });
  expect((await get("/", BROWSER)).body).toBe("<p>true");
});

test("what goes wrong is answered with 500 and logged", async () => {
  const lines: string[] = [];
  const broken = (): Promise<never> => Promise.reject(new Error("no such module"));
  const service = { status: { json: broken, page: broken }, isOpen: false, log: logTo(lines) };
  const { get } = await serve([statusRoute(service)]);
  expect((await get("/-/status")).status).toBe(500);
  expect(lines).toEqual([expect.stringMatching(/^error the status cannot be shown err=.*no such module/)]);
});
