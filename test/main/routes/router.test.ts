import { expect, test } from "vitest";
import { READING, type Route } from "../../../src/main/routes/route.ts";
import { reply } from "../../../src/main/server/replies.ts";
import { serve } from "./serve.ts";

function route(path: string, rest: Partial<Route> = {}): Route {
  return {
    path,
    methods: READING,
    handle: (_request, response, query) => reply(response, 200, `${path} ${query}`),
    ...rest,
  };
}

const PAGE = route("/", { isExact: true });

test.each([
  ["/", 200, "/ undefined"],
  ["/metrics", 200, "/metrics undefined"],
  ["/metrics?a=b", 200, "/metrics a=b"],
  ["/%6Detrics", 200, "/metrics undefined"],
  ["/metrics/", 404, "404 page not found\n"],
  ["/metrics/x", 404, "404 page not found\n"],
  ["/none", 404, "404 page not found\n"],
  ["/below/", 200, "/below/ undefined"],
  ["/below/x/y?z", 200, "/below/ z"],
  ["/%2Fmetrics", 404, "404 page not found\n"],
])("%s is %i", async (path, status, body) => {
  const { get } = await serve([route("/metrics"), route("/below/"), PAGE]);
  expect(await get(path)).toMatchObject({ status, body });
});

test.each([
  ["//metrics", "/metrics"],
  ["/./metrics?collect[]=cpu", "/metrics?collect[]=cpu"],
  ["/x/../metrics", "/metrics"],
  ["/metrics//", "/metrics/"],
  ["//host/none", "/host/none"],
  ["/./\\host", "/%5Chost"],
  ["/below", "/below/"],
  ["/below?z", "/below/?z"],
])("%s is redirected to %s, whatever the method", async (path, location) => {
  const { get } = await serve([route("/metrics"), route("/below/"), PAGE]);
  for (const method of ["GET", "HEAD", "POST"]) {
    expect(await get(path, { method })).toMatchObject({ status: 307, headers: { location } });
  }
});

test("the first of two routes with the same path counts, and one on / serves every path", async () => {
  const { get } = await serve([route("/"), route("/-/healthy"), PAGE]);
  expect((await get("/-/healthy")).body).toBe("/-/healthy undefined");
  for (const path of ["/", "/metrics", "/a/b/"]) expect((await get(path)).body).toBe("/ undefined");
});

test("other methods are refused with those that are allowed", async () => {
  const { get } = await serve([route("/both", { methods: ["GET", "POST"] }), PAGE]);
  expect((await get("/both", { method: "POST" })).status).toBe(200);
  expect(await get("/both", { method: "PUT" })).toMatchObject({ status: 405, headers: { allow: "GET, POST" } });
  for (const path of ["/", "/none"]) {
    expect(await get(path, { method: "POST" })).toMatchObject({
      status: 405,
      body: "Method Not Allowed\n",
      headers: { allow: "GET, HEAD" },
    });
  }
});
