import assert from "node:assert/strict";
import type { Row } from "../row.ts";
import { runProgram, startProgram } from "../../support/program.ts";
import { rawConnection, received } from "../../support/request.ts";
import { valueOf } from "../../support/samples.ts";
import { assertOthers, checked, good, inParallel, scrape, inSeconds } from "../support/scrape.ts";
import { stopProgram } from "../support/stop.ts";
import {
  bodies,
  fewDescriptors,
  garbage,
  halfSent,
  keptConnection,
  nonReaders,
  resets,
  shortSoak,
  silence,
} from "./clients.ts";
import { slowTree } from "../../support/slow-tree.ts";
import { until } from "../../support/until.ts";

const UNIT = "main/server/http.test.ts";
import { manyVariants } from "./many-variants.ts";

export const httpRows: readonly Row[] = [
  { id: "H1", what: "200 scrapes at once, 40 allowed", run: overTheLimit },
  { id: "H2", what: "--web.max-requests: 0, negative, not a number", run: limitFlag },
  { id: "H3", what: "1,000 half-sent requests", only: "slow", run: halfSent },
  {
    id: "H4",
    what: "slow and huge request bodies",
    run: bodies,
    tests: [{ file: UNIT, name: /bodies of requests|body that never ends/ }],
  },
  {
    id: "H5",
    what: "connections that send nothing",
    only: "slow",
    run: silence,
    tests: [{ file: "main/server/tls.test.ts", name: /silence/ }],
  },
  {
    id: "H6",
    what: "40 clients that stop reading 11 MB",
    only: "slow",
    run: nonReaders,
    tests: [{ file: UNIT, name: /not taken is cut/ }],
  },
  { id: "H7", what: "1,000 resets before and during responses", run: resets },
  {
    id: "H8",
    what: "garbage, HTTP/0.9, two framings, CONNECT, a header of 2 MB",
    run: garbage,
    tests: [{ file: UNIT, name: /answered with a 4xx/ }],
  },
  { id: "H9", what: "methods", run: methods },
  { id: "H10", what: "paths", run: paths },
  { id: "H11", what: "collect[] unknown, disabled, with exclude[], 10,000 values", run: queries },
  { id: "H12", what: "Accept and Accept-Encoding", run: negotiation },
  {
    id: "H13",
    what: "a connection kept over the scrape interval",
    only: "slow",
    run: keptConnection,
    tests: [{ file: UNIT, name: /kept connections/ }],
  },
  { id: "H14", what: "no descriptors left", only: "root", run: fewDescriptors },
  { id: "H15", what: "200 connections for 20 s", only: "slow", run: shortSoak },
  { id: "H16", what: "two Prometheus servers at once", run: twoClients },
  { id: "H17", what: "all kinds of X-Prometheus-Scrape-Timeout-Seconds", run: timeouts },
  {
    id: "H18",
    what: "38 clients with different name[] on a large body within 300 MiB",
    only: "root",
    run: manyVariants,
  },
];

async function overTheLimit(): Promise<string> {
  const tree = slowTree();
  const program = await startProgram(tree.flags);
  const before = await good(program);
  tree.block();
  const held = inParallel(40, 40, () => scrape(program, { timeout: 6 }));
  await until(async () => (await scrape(program)).status === 503);
  const refused = await inParallel(160, 160, () => scrape(program, { timeout: 6 }));
  for (const { status, body } of refused) {
    assert.equal(status, 503);
    assert.equal(body, "Limit of concurrent requests reached (40), try again later.\n");
  }
  const answers = await held;
  const ok = answers.filter(({ status }) => status === 200);
  assert.ok(ok.length >= 39, `${ok.length} answered`);
  for (const answer of ok) assert.equal(checked(answer).get("loadavg"), 0);
  tree.release();
  await until(async () => (await good(program)).success.get("loadavg") === 1);
  assertOthers(before, await good(program));
  return `${ok.length} of 40 answered 200, ${refused.length} of 160 answered 503`;
}

async function limitFlag(): Promise<string> {
  const program = await startProgram(["--web.max-requests=0"]);
  const answers = await inParallel(100, 100, () => scrape(program));
  assert.ok(answers.every(({ status }) => status === 200));
  for (const bad of ["-5", "many"]) {
    const { code, stderr } = await runProgram([`--web.max-requests=${bad}`]);
    assert.equal(code, 1, `${bad}: ${stderr}`);
    assert.match(stderr, /web\.max-requests/);
  }
  return "0: 100 of 100 at once; negative and text: exit 1";
}

async function methods(): Promise<string> {
  const program = await startProgram([]);
  const head = await scrape(program, { method: "HEAD" });
  assert.deepEqual([head.status, head.body], [200, ""]);
  const refused = ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"];
  for (const method of refused) {
    const { status, headers } = await scrape(program, { method });
    assert.deepEqual([method, status, headers.allow], [method, 405, "GET, HEAD"]);
  }
  return `GET and HEAD 200, ${refused.length} others 405`;
}

async function paths(): Promise<string> {
  const program = await startProgram([]);
  const expected = {
    "/": 200,
    "/metrics": 200,
    "/metrics?": 200,
    "/foo": 404,
    "/metrics/": 404,
    "//metrics": 307,
    "/../metrics": 307,
    "/-/healthy": 200,
    "/-/ready": 200,
    "/debug/pprof/": 404,
  };
  for (const [path, want] of Object.entries(expected)) {
    const { status } = await scrape(program, { path });
    assert.deepEqual([path, status], [path, want]);
  }
  return `${Object.keys(expected).length} paths`;
}

async function queries(): Promise<string> {
  const program = await startProgram([]);
  const refused: readonly [string, string][] = [
    ["collect[]=nope", "Couldn't create filtered metrics handler: couldn't create collector: missing collector: nope"],
    [
      "collect[]=buddyinfo",
      "Couldn't create filtered metrics handler: couldn't create collector: disabled collector: buddyinfo",
    ],
    ["collect[]=cpu&exclude[]=cpu", "Combined collect and exclude queries are not allowed."],
  ];
  for (const [query, want] of refused) {
    const { status, body } = await scrape(program, { path: `/metrics?${query}` });
    assert.deepEqual([status, body.trim()], [400, want]);
  }
  const one = await good(program, { path: "/metrics?collect[]=loadavg" });
  assert.deepEqual([...one.success], [["loadavg", 1]]);
  const many = "collect[]=loadavg&".repeat(600);
  assert.equal((await good(program, { path: `/metrics?${many}` })).success.size, 1);
  const abuse = await rawConnection(program.port);
  abuse.write(`GET /metrics?${"collect[]=loadavg&".repeat(10_000)} HTTP/1.1
Host: a

`);
  assert.match(await received(abuse), /^HTTP\/1\.1 431 |^$/);
  await good(program, { path: "/metrics?collect[]=%zz&x=%" });
  return "3 refused with the messages of node_exporter, 10,000 values 431";
}

async function negotiation(): Promise<string> {
  const program = await startProgram([]);
  const text = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";
  const types: readonly [string, string | RegExp][] = [
    ["*/*", text],
    ["text/plain", text],
    ["application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited", text],
    ["application/openmetrics-text;version=1.0.0;q=0,text/plain", text],
    ["application/openmetrics-text;version=1.0.0,text/plain;q=0.5", /^application\/openmetrics-text; version=1\.0\.0/],
    ["text/html;;;q=x,,", text],
  ];
  for (const [accept, want] of types) {
    const { status, headers } = await scrape(program, { headers: { accept } });
    assert.equal(status, 200);
    if (typeof want === "string") assert.deepEqual([accept, headers["content-type"]], [accept, want]);
    else assert.match(headers["content-type"] ?? "", want);
  }
  const encodings: readonly [string, string | undefined][] = [
    ["gzip", "gzip"],
    ["gzip;q=0", undefined],
    ["br, zstd", undefined],
    ["identity;q=0.5, gzip;q=1.0", "gzip"],
    ["gzip;q=0.1, identity", undefined],
    ["*", undefined],
  ];
  for (const [encoding, want] of encodings) {
    const { headers } = await good(program, { headers: { "accept-encoding": encoding } });
    assert.deepEqual([encoding, headers["content-encoding"]], [encoding, want]);
  }
  return `${types.length} types, ${encodings.length} encodings`;
}

async function twoClients(): Promise<string> {
  const program = await startProgram([]);
  const before = await good(program);
  for (let i = 0; i < 50; i++)
    for (const answer of await Promise.all([good(program), good(program)])) assertOthers(before, answer);
  const answer = await good(program);
  return `100 answers, ${valueOf(answer.body, "node_exporter_scrapes_coalesced_total")} shared a collection`;
}

async function timeouts(): Promise<string> {
  const tree = slowTree();
  const program = await startProgram([...tree.flags, "--scrape.default-timeout=3s"]);
  const ask = async (header: string, success: number): Promise<number> => {
    const answer = await good(program, { headers: { "X-Prometheus-Scrape-Timeout-Seconds": header } });
    assert.equal(answer.success.get("loadavg"), success, header);
    return answer.milliseconds;
  };
  await ask("1e9", 1);
  tree.block();
  const first = await ask("1", 0);
  const odd = ["0.1", "0", "-1", "NaN", "soon", ""];
  const rest = await inParallel(odd.length, odd.length, async (i) => ask(odd[i] ?? "", 0));
  tree.release();
  await until(async () => (await good(program)).success.get("loadavg") === 1);
  const { code } = await stopProgram(program);
  assert.equal(code, 0);
  return `1 s: answered after ${inSeconds(first)}; ${odd.length} odd values: at most ${inSeconds(Math.max(...rest))}`;
}
