import { expect, test } from "vitest";
import { reloadRoute } from "../../../src/main/routes/reload.ts";
import type { RequestOptions } from "../../support/request.ts";
import { serve } from "./serve.ts";

async function reloading(isEnabled: boolean, problem?: string) {
  let reloads = 0;
  const route = reloadRoute(isEnabled, async () => {
    reloads++;
    return Promise.resolve(problem === undefined ? {} : { problem });
  });
  const { get, port } = await serve([route]);
  const post = (headers: Record<string, string> = {}, method = "POST") => get("/-/reload", { method, headers });
  return { get: (options: RequestOptions) => get("/-/reload", options), post, port, reloads: () => reloads };
}

test("POST and PUT reload, nothing else does", async () => {
  const { get, post, reloads } = await reloading(true);
  expect(await post()).toMatchObject({ status: 200, body: "" });
  expect(await post({}, "PUT")).toMatchObject({ status: 200 });
  expect(reloads()).toBe(2);
  expect(await get({})).toMatchObject({ status: 405, headers: { allow: "POST, PUT" } });
  expect(reloads()).toBe(2);
});

test("a problem is the answer", async () => {
  const { post } = await reloading(true, "a.yml:1:1: x: unknown key");
  expect(await post()).toMatchObject({ status: 500, body: "failed to reload config: a.yml:1:1: x: unknown key\n" });
});

test("without --web.enable-lifecycle nobody may", async () => {
  const { get, post, reloads } = await reloading(false);
  expect(await post()).toMatchObject({ status: 403, body: "Lifecycle API is not enabled.\n" });
  expect(await get({})).toMatchObject({ status: 405 });
  expect(reloads()).toBe(0);
});

test.each<[string, Record<string, string>, number]>([
  ["another host", { Origin: "http://example.org" }, 403],
  ["another port", { Origin: "http://127.0.0.1:1" }, 403],
  ["a page without origin", { Origin: "null" }, 403],
  ["another site, as the browser says", { "Sec-Fetch-Site": "cross-site" }, 403],
  ["a neighbour of the site", { "Sec-Fetch-Site": "same-site" }, 403],
  ["the page itself", { Origin: "http://HOST", "Sec-Fetch-Site": "same-origin" }, 200],
  ["the address bar", { "Sec-Fetch-Site": "none" }, 200],
])("a request from %s", async (_, headers, status) => {
  const { post, port, reloads } = await reloading(true);
  const own = Object.entries(headers).map(([name, value]) => [name, value.replace("HOST", `127.0.0.1:${port}`)]);
  expect((await post(Object.fromEntries(own) as Record<string, string>)).status).toBe(status);
  expect(reloads()).toBe(status === 200 ? 1 : 0);
});
