import { expect, test } from "vitest";
import type { Client } from "../../../src/main/exposition/client.ts";
import { type MetricsOptions, metricsRoute, type Scrape } from "../../../src/main/routes/metrics.ts";
import type { Route } from "../../../src/main/routes/route.ts";
import { createRouter } from "../../../src/main/routes/router.ts";
import { CollectorQuery } from "../../../src/main/routes/query.ts";
import { ScrapeAdmission } from "../../../src/main/scrape/admission.ts";
import { LargeBodies } from "../../../src/main/server/large-bodies.ts";
import { SlowClients } from "../../../src/main/server/slow-clients.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { rawConnection } from "../../support/request.ts";
import { until } from "../../support/until.ts";
import { breakable, http2Client } from "../server/http2-server.ts";
import { serve, type Served } from "./serve.ts";

const OPTIONS: MetricsOptions = {
  telemetryPath: "/metrics",
  maxRequests: 2,
  openMetrics: true,
  defaultTimeout: 10,
  timeoutMargin: 0.5,
};

interface Setup extends Served {
  readonly observer: RecordingObserver;
  readonly slowClients: SlowClients;
  readonly route: Route;
  /** How often a body's memory was given back. */
  readonly returned: () => number;
  /** How many requests nobody waits for any more. */
  readonly cancelled: () => number;
}

/** A route whose scrapes are answered by `answer`. */
async function metrics(
  answer: (client: Client, sent: () => void, collectors: readonly number[]) => void,
): Promise<Setup> {
  const observer = new RecordingObserver();
  const slowClients = new SlowClients(observer);
  let returned = 0;
  let cancelled = 0;
  const scrape: Scrape = {
    request: (collectors, _key, _deadline, client) => {
      answer(client, () => returned++, collectors);
      return { cancel: () => cancelled++ };
    },
  };
  const route = metricsRoute(OPTIONS, {
    query: new CollectorQuery(["cpu", "loadavg"], ["cpu", "loadavg", "wifi"]),
    admission: new ScrapeAdmission(OPTIONS.maxRequests, () => slowClients.makeRoom(), observer),
    scrape,
    observer,
    largeBodies: new LargeBodies(slowClients, { isFull: false }),
  });
  const counts = { returned: () => returned, cancelled: () => cancelled };
  return { ...(await serve([route])), observer, slowClients, route, ...counts };
}

test("a scrape gets what was collected for it, and gives the body back when it has it", async () => {
  const { get, observer, returned } = await metrics((client, sent, collectors) => {
    client.respond(
      Buffer.from(`${client.format} ${[...(client.names ?? [])].join()} ${collectors.join()}\n`),
      false,
      sent,
    );
  });
  const { status, headers, body } = await get("/metrics?collect[]=loadavg&name[]=node_load1");
  expect([status, body]).toEqual([200, "text node_load1 1\n"]);
  expect(headers).toMatchObject({
    "content-type": "text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
    "content-length": String(body.length),
  });
  await until(() => returned() === 1);
  expect([observer.codes, observer.levels.get("scrapes in flight")]).toEqual([[200], 0]);
});

test("a wrong filter is refused before anything is counted", async () => {
  const { get, observer } = await metrics(() => {});
  expect((await get("/metrics?collect[]=wifi")).status).toBe(400);
  expect([observer.codes, observer.levels.size]).toEqual([[], 0]);
});

test("scrapes over the limit get 503 until one of them has ended", async () => {
  const clients: { client: Client; sent: () => void }[] = [];
  const { get, observer } = await metrics((client, sent) => clients.push({ client, sent }));
  const first = [get("/metrics"), get("/metrics")];
  await until(() => clients.length === 2);
  expect(await get("/metrics")).toMatchObject({
    status: 503,
    body: "Limit of concurrent requests reached (2), try again later.\n",
  });
  for (const { client, sent } of clients) client.respond(Buffer.from("x"), false, sent);
  await Promise.all(first);
  await until(() => observer.levels.get("scrapes in flight") === 0);
  expect(observer.codes).toEqual([503, 200, 200]);
});

test("a scrape that fails on the way gets 500 and counts as such", async () => {
  const { get, observer } = await metrics((client) => client.fail());
  expect(await get("/metrics")).toMatchObject({ status: 500, body: "Internal Server Error\n" });
  await until(() => observer.codes.length === 1);
  expect(observer.codes).toEqual([500]);
});

test("a scrape that is postponed is collected again", async () => {
  let asked = 0;
  const { get } = await metrics((client, sent) => {
    if (++asked < 3) client.postpone();
    else client.respond(Buffer.from(`at ${asked}`), false, sent);
  });
  expect((await get("/metrics")).body).toBe("at 3");
});

test("a client that leaves before its answer counts as 200, and its body is given back at once", async () => {
  const clients: { client: Client; sent: () => void }[] = [];
  const { port, observer, returned, cancelled } = await metrics((client, sent) => clients.push({ client, sent }));
  const socket = await rawConnection(port);
  socket.write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  await until(() => clients.length === 1);
  socket.destroy();
  await until(() => observer.codes.length === 1);
  expect(cancelled()).toBe(1);
  clients[0]?.client.respond(Buffer.from("late"), false, clients[0].sent);
  expect([observer.codes, returned(), observer.levels.get("scrapes in flight")]).toEqual([[200], 1, 0]);
});

test.each(["GET", "HEAD"])(
  "a client of HTTP/2 that breaks off its %s request leaves nothing behind",
  async (method) => {
    const clients: { client: Client; sent: () => void }[] = [];
    const setup = await metrics((client, sent) => clients.push({ client, sent }));
    const router = createRouter([setup.route]);
    const http2 = await http2Client((request, response) => {
      setup.slowClients.watch(response);
      router(request, response, () => false);
    });
    const breakOff = breakable(http2, "/metrics", method);
    await until(() => clients.length === 1);
    breakOff();
    await until(() => setup.observer.codes.length === 1);
    clients[0]?.client.respond(Buffer.from("late"), false, clients[0].sent);
    expect([setup.cancelled(), setup.returned(), setup.observer.levels.get("scrapes in flight")]).toEqual([1, 1, 0]);
    // It has no response to look after.
    expect(setup.slowClients.sweep(0, 1)).toBe(Infinity);
  },
);

test("requests that follow each other on a connection that is reset are all released", async () => {
  const clients: { client: Client; sent: () => void }[] = [];
  const { port, observer } = await metrics((client, sent) => clients.push({ client, sent }));
  const socket = await rawConnection(port);
  socket.write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2));
  await until(() => clients.length === 2);
  socket.resetAndDestroy();
  await until(() => observer.codes.length > 0);
  for (const { client, sent } of clients) client.respond(Buffer.from("late"), false, sent);
  await until(() => observer.levels.get("scrapes in flight") === 0);
});
