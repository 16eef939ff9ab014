import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, test } from "vitest";
import { promtoolComplaints, hasPromtool } from "../support/promtool.ts";
import { type Program, startProgram } from "../support/program.ts";
import { ask } from "../support/request.ts";
import { samplesOf, valueOf } from "../support/samples.ts";
import { until } from "../support/until.ts";

const SMALL = ["--collector.disable-defaults", "--collector.loadavg", "--collector.uname"];
const TEXT = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

test("this machine's own values, each family once with its help and type", async () => {
  const { get } = await startProgram();
  const { status, headers, body } = await get();
  expect([status, headers["content-type"], headers["content-encoding"]]).toEqual([200, TEXT, undefined]);
  expect(Number(headers["content-length"])).toBe(Buffer.byteLength(body));
  expect(valueOf(body, "node_memory_MemTotal_bytes")).toBeGreaterThan(0);
  expect(valueOf(body, 'node_scrape_collector_success{collector="cpu"}')).toBe(1);
  const comments = body.split("\n").filter((line) => line.startsWith("#"));
  const names = comments.filter((line) => line.startsWith("# TYPE ")).map((line) => line.split(" ")[2] ?? "");
  expect(names).toEqual([...new Set(names)].toSorted());
  expect(comments).toHaveLength(2 * names.length);
  for (const name of names)
    expect(comments.some((line) => /^# HELP \S+ \S/.test(line) && line.includes(` ${name} `))).toBe(true);
});

describe("a program that others have asked before", () => {
  let program: Program;

  beforeAll(async () => {
    program = await startProgram(SMALL);
  });

  test("every response has one date", async () => {
    const { port } = program;
    for (const path of ["/metrics", "/-/healthy", "/none"]) {
      const socket = connect(port, "127.0.0.1");
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      const dates = [...(await text(socket)).matchAll(/^date: (.*)\r$/gim)].map(([, date = ""]) => date);
      expect(dates.map((date) => new Date(date).toUTCString())).toEqual(dates);
      expect(dates).toHaveLength(1);
    }
  });

  test("HEAD has the headers and no body", async () => {
    for (const path of ["/metrics", "/", "/-/healthy"]) {
      const { status, headers, body } = await program.get(path, { method: "HEAD" });
      expect([path, status, body]).toEqual([path, 200, ""]);
      expect(Number(headers["content-length"])).toBeGreaterThan(0);
    }
  });

  test.each([
    ["GET", "/", 200, /<h1>Node Exporter<\/h1>[^]*href="\/metrics"/],
    ["GET", "/-/healthy", 200, /^Healthy\n$/],
    ["GET", "/-/ready", 200, /^Ready\n$/],
    ["GET", "/%6detrics?collect[]=loadavg", 200, /^node_load1 /m],
    ["GET", "/none", 404, /^404 page not found\n$/],
    ["GET", "/metrics/", 404, /^404 page not found\n$/],
    ["GET", "/metricsx", 404, /^404 page not found\n$/],
    ["POST", "/metrics", 405, /^Method Not Allowed\n$/],
    ["DELETE", "/", 405, /^Method Not Allowed\n$/],
    ["OPTIONS", "/none", 405, /^Method Not Allowed\n$/],
  ])("%s %s is %i", async (method, path, status, body) => {
    const answer = await program.get(path, { method });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(body);
    if (status === 405) expect(answer.headers.allow).toBe("GET, HEAD");
  });

  test("a filtered scrape has its own values, and the exporter's", async () => {
    const { body } = await program.get("/metrics?collect[]=loadavg");
    expect(valueOf(body, "node_load1")).toBeGreaterThanOrEqual(0);
    expect(body).not.toContain("node_uname_info");
    expect(body).toContain("promhttp_metric_handler_requests_in_flight 1\n");
    expect(body).toContain("node_exporter_build_info{");
  });

  test("name[] chooses families", async () => {
    const { body } = await program.get("/metrics?name[]=node_load1&name[]=node_load15&name[]=none");
    expect(body.split("\n").filter((line) => line.startsWith("# TYPE"))).toEqual([
      "# TYPE node_load1 gauge",
      "# TYPE node_load15 gauge",
    ]);
    const none = await program.get("/metrics?name[]=none");
    expect([none.status, none.body]).toEqual([200, ""]);
  });
});

test("packed where the client takes it, with the same text", async () => {
  const { get } = await startProgram([
    "--collector.disable-defaults",
    "--collector.uname",
    "--web.disable-exporter-metrics",
  ]);
  const encodings = ["gzip", "gzip;q=0.5, *;q=0.1", "identity", "gzip;q=0", "br", ""];
  const answers = await Promise.all(
    encodings.map((encoding) => get("/metrics", { headers: { "Accept-Encoding": encoding } })),
  );
  expect(answers.map(({ headers }) => headers["content-encoding"])).toEqual([
    "gzip",
    "gzip",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  const texts = answers.map(({ body }) => samplesOf(body, /^node_(uname|exporter)/).join("\n"));
  expect(texts[0]).toContain("node_uname_info{");
  expect(new Set(texts).size).toBe(1);
});

test("packed answers are whole from the first scrape to those whose lines are known", async () => {
  const { get } = await startProgram();
  const headers = { "Accept-Encoding": "gzip" };
  for (let scrape = 0; scrape < 30; scrape++) {
    const { body } = await get(scrape % 10 === 9 ? "/metrics?exclude[]=time" : "/metrics", { headers });
    expect(body.endsWith("\n")).toBe(true);
    expect(valueOf(body, 'promhttp_metric_handler_requests_total{code="200"}')).toBe(scrape);
  }
});

test("a telemetry path of / serves metrics on every path that has no page of its own", async () => {
  const { get } = await startProgram([...SMALL, "--web.telemetry-path=/"]);
  expect((await get("/")).body).toContain("node_load1 ");
  expect((await get("/metrics")).body).toContain("node_load1 ");
  expect((await get("/-/healthy")).body).toBe("Healthy\n");
});

test("a query chooses collectors", async () => {
  const { get } = await startProgram([
    "--collector.disable-defaults",
    "--collector.loadavg",
    "--collector.uname",
    "--collector.stat",
  ]);
  const collectors = async (query: string) => {
    const { body } = await get(`/metrics?${query}`);
    return samplesOf(body, /^node_scrape_collector_success/).map((line) => /"(\w+)"/.exec(line)?.[1]);
  };
  expect(await collectors("")).toEqual(["loadavg", "stat", "uname"]);
  expect(await collectors("collect[]=uname&collect[]=loadavg")).toEqual(["loadavg", "uname"]);
  expect(await collectors("collect%5B%5D=uname")).toEqual(["uname"]);
  expect(await collectors("exclude[]=uname&exclude[]=none")).toEqual(["loadavg", "stat"]);
  expect(await collectors("exclude[]=uname&exclude[]=loadavg&exclude[]=stat")).toEqual(["loadavg", "stat", "uname"]);
});

test.each([
  ["collect[]=loadavg&exclude[]=uname", "Combined collect and exclude queries are not allowed."],
  ["collect[]=none", "Couldn't create filtered metrics handler: couldn't create collector: missing collector: none"],
  ["collect[]=arp", "Couldn't create filtered metrics handler: couldn't create collector: disabled collector: arp"],
])("%s is refused and not counted as a scrape", async (query, message) => {
  const { get } = await startProgram(SMALL);
  const { status, headers, body } = await get(`/metrics?${query}`);
  expect([status, headers["content-type"], body]).toEqual([400, "text/plain; charset=utf-8", message]);
  const after = await get();
  expect(samplesOf(after.body, /^promhttp_metric_handler_requests_total/).map((line) => line.split(" ")[1])).toEqual([
    "0",
    "0",
    "0",
  ]);
});

test("OpenMetrics where it is asked for and not switched off", async () => {
  const accept = { headers: { Accept: "application/openmetrics-text;version=1.0.0,text/plain;q=0.5" } };
  const off = await startProgram([...SMALL, "--no-web.openmetrics"]);
  expect((await off.get("/metrics", accept)).headers["content-type"]).toBe(TEXT);
  const on = await startProgram([...SMALL, "--collector.stat", "--web.exporter-metrics=full"]);
  expect((await on.get()).headers["content-type"]).toBe(TEXT);
  // The histogram is read at most once a second.
  await until(async () => (await on.get()).body.includes('phase="queue"'));
  const { headers, body } = await on.get("/metrics", accept);
  expect(headers["content-type"]).toBe(
    "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores",
  );
  expect(body).toMatch(/\n# TYPE node_context_switches counter\nnode_context_switches_total \S+\n/);
  expect(body).toMatch(/_bucket\{phase="queue",le="0\.0005"\} \d+\n/);
  expect(body.endsWith("\n# EOF\n")).toBe(true);
});

test("answers with the same lines are compressed by what was learned, unless that is switched off", async () => {
  const sizes = async (...more: string[]) => {
    const { get } = await startProgram([...SMALL, "--web.disable-exporter-metrics", ...more]);
    const answers: number[] = [];
    for (let i = 0; i < 130; i++) {
      const { body, headers } = await get("/metrics", { headers: { "Accept-Encoding": "gzip" } });
      expect(valueOf(body, "node_load1")).toBeDefined();
      answers.push(Number(headers["content-length"]));
    }
    return answers;
  };
  // Every code is named, even in a short answer, where zlib names but a few: that makes these larger.
  const learned = await sizes();
  expect(Math.min(...learned.slice(-5))).toBeGreaterThan(Math.max(...learned.slice(0, 115)) + 30);
  const plain = await sizes("--no-web.learned-compression");
  expect(Math.max(...plain)).toBeLessThan(Math.min(...plain) + 30);
});

test("several addresses serve the same", async () => {
  const addresses = ["127.0.0.1:0", "127.0.0.2:0", "127.0.0.1:0"];
  const { ports } = await startProgram([...SMALL, ...addresses.map((each) => `--web.listen-address=${each}`)]);
  expect(ports).toHaveLength(3);
  for (const [i, port] of ports.entries()) {
    const { status, body } = await ask(port, "/metrics", { host: i === 1 ? "127.0.0.2" : "127.0.0.1" });
    expect([status, valueOf(body, "node_load1") !== undefined]).toEqual([200, true]);
  }
});

test("many scrapes at once are answered or refused, and the next is as ever", async () => {
  const { get } = await startProgram(["--web.max-requests=5"]);
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => get("/metrics", { headers: { "Accept-Encoding": "gzip" } })),
  );
  const refused = answers.filter(({ status }) => status === 503);
  const good = answers.filter(({ status }) => status === 200);
  expect([refused.length + good.length, good.length > 0, refused.length > 0]).toEqual([200, true, true]);
  for (const { body, headers } of refused) {
    expect(body).toBe("Limit of concurrent requests reached (5), try again later.\n");
    expect([headers["content-type"], headers["x-content-type-options"]]).toEqual([
      "text/plain; charset=utf-8",
      "nosniff",
    ]);
  }
  for (const { body } of good) expect(valueOf(body, 'node_scrape_collector_success{collector="cpu"}')).toBe(1);
  const { body } = await get();
  expect(valueOf(body, 'promhttp_metric_handler_requests_total{code="503"}')).toBe(refused.length);
  expect(valueOf(body, 'promhttp_metric_handler_requests_total{code="200"}')).toBe(good.length);
  expect(valueOf(body, "promhttp_metric_handler_requests_in_flight")).toBe(1);
});

test("scrapes at the same time share collections", async () => {
  const { get } = await startProgram(["--web.max-requests=0"]);
  const answers = await Promise.all(Array.from({ length: 60 }, () => get()));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  const { body } = await get();
  const [coalesced = 0, collections = 0] = [
    "node_exporter_scrapes_coalesced_total",
    "node_exporter_collections_total",
  ].map((name) => valueOf(body, name));
  expect(coalesced + collections).toBe(61);
  expect(coalesced).toBeGreaterThan(0);
});

test("the exporter's own metrics can be left out, its version stays", async () => {
  const { get } = await startProgram([...SMALL, "--web.disable-exporter-metrics", "--web.exporter-metrics=full"]);
  const { body } = await get();
  expect(samplesOf(body, /^(process|promhttp|nodejs|node_exporter_(?!build_info))/)).toEqual([]);
  expect(body).toMatch(
    /^node_exporter_build_info\{branch="[^"]*",goarch="\w+",goos="linux",goversion="v[\d.]+",revision="[^"]*",tags="node_exporter-1\.\d+\.\d",version="[^"]+"\} 1$/m,
  );
});

test("a healthy host has no more samples about the exporter than node_exporter has about itself", async () => {
  const { get } = await startProgram();
  const own = /^(go|nodejs|process|promhttp|node_exporter)_/;
  for (let scrape = 0; scrape < 3; scrape++) {
    const samples = samplesOf((await get()).body, own);
    expect([samples.length >= 25, samples.length <= 51, samples]).toEqual([true, true, samples]);
  }
});

test("an exporter without collectors serves its own metrics, from the first scrape on", async () => {
  const { get } = await startProgram(["--collector.disable-defaults"]);
  const { status, body } = await get();
  expect(status).toBe(200);
  expect(valueOf(body, "promhttp_metric_handler_requests_in_flight")).toBe(1);
  expect(body).not.toContain("node_scrape_collector_success");
});

test("clients that go away before their answer cost nothing", async () => {
  const { get, lines, ports } = await startProgram(SMALL);
  for (let i = 0; i < 100; i++) {
    const socket = connect(ports[0] ?? 0, "127.0.0.1");
    await once(socket, "connect");
    socket.write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    if (i % 2 === 0) await once(socket, "readable");
    socket.destroy();
  }
  await until(async () => valueOf((await get()).body, "promhttp_metric_handler_requests_in_flight") === 1);
  expect(lines.filter((line) => line.includes("level=ERROR"))).toEqual([]);
});

test.skipIf(!hasPromtool)(
  "promtool says of our metrics what it says of the original's names only (skipped without promtool)",
  async () => {
    const { get } = await startProgram();
    const { body } = await get();
    expect(promtoolComplaints(body).filter((line) => !NAME_OF_THE_ORIGINAL.test(line))).toEqual([]);
  },
);

/** Names that the original has as well and that promtool would have otherwise. */
const NAME_OF_THE_ORIGINAL =
  /^node_(?!exporter_)\w+ (metric names should be written in 'snake_case'|use base unit|counter metrics should have|non-counter metrics should not have)/;
