import { expect, test } from "vitest";
import { healthyRoute, readyRoute } from "../../../src/main/routes/health.ts";
import { serve } from "./serve.ts";

test("the program is healthy as soon as it answers, and ready while it can collect", async () => {
  let isReady = true;
  const { get } = await serve([healthyRoute("/-/healthy"), healthyRoute("/health"), readyRoute(() => isReady)]);
  expect(await get("/-/ready")).toMatchObject({ status: 200, body: "Ready\n" });
  isReady = false;
  expect(await get("/-/ready")).toMatchObject({ status: 503, body: "Not ready: no worker can be started.\n" });
  expect(await get("/-/healthy")).toMatchObject({ status: 200, body: "Healthy\n" });
  expect(await get("/health")).toMatchObject({ status: 200, body: "Healthy\n" });
});
