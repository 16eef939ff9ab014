import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { RecordingObserver } from "../../support/recording-observer.ts";
import { Answers } from "../../../src/main/exposition/answer.ts";
import type { Client } from "../../../src/main/exposition/client.ts";
import { BodyPool } from "../../../src/main/exposition/body-pool.ts";
import type { Encoder } from "../../../src/main/exposition/encoder.ts";
import { ZlibEncoder } from "../../../src/main/exposition/zlib-encoder.ts";
import type { CollectionResult } from "../../../src/main/scrape/collection-result.ts";
import { piece, section } from "../scrape/pieces.ts";
import { samplesOf } from "../../support/samples.ts";

const NAMES = ["arp", "cpu", "textfile"];

interface Answer {
  readonly body: Buffer;
  readonly gzipped: boolean;
  readonly sent: () => void;
}

test("each client gets its format, its families and its encoding", async () => {
  const { answer } = answers();
  const sections = [
    section(0, { pieces: [piece("b_total", "b_total 1\n", { type: "counter" }), piece("a", "a 2\n")] }),
  ];
  const [plain, again, open, some, packed] = await answer(result({ collectors: [0], sections }), [
    {},
    {},
    { format: "openmetrics" },
    { names: new Set(["a"]) },
    { gzip: true },
  ]);
  const text = plain?.body.toString() ?? "";
  expect(samplesOf(text)).toEqual([
    "a 2",
    "b_total 1",
    "exporter 7",
    'node_scrape_collector_duration_seconds{collector="arp"} 0.5',
    'node_scrape_collector_success{collector="arp"} 1',
  ]);
  expect(again?.body).toBe(plain?.body);
  expect(open?.body.toString()).toMatch(/^# HELP a a\.\n[^]*# TYPE b counter\n[^]*\n# EOF\n$/);
  expect(some?.body.toString()).toBe("# HELP a a.\n# TYPE a gauge\na 2\n");
  expect([packed?.gzipped, gunzipSync(packed?.body ?? "").toString()]).toEqual([true, text]);
});

test("every collector that was asked for has a duration and a success", async () => {
  const { answer } = answers();
  const [first] = await answer(
    result({
      collectors: [2, 0, 1],
      sections: [section(0, { status: "nodata", seconds: 0.25 }), section(1, { status: "failed", seconds: 2 })],
      unfinished: [2],
      collected: 9.5,
    }),
  );
  expect(samplesOf(first?.body.toString() ?? "").filter((line) => line.startsWith("node_scrape"))).toEqual([
    'node_scrape_collector_duration_seconds{collector="arp"} 0.25',
    'node_scrape_collector_duration_seconds{collector="cpu"} 2',
    'node_scrape_collector_duration_seconds{collector="textfile"} 9.5',
    'node_scrape_collector_success{collector="arp"} 0',
    'node_scrape_collector_success{collector="cpu"} 0',
    'node_scrape_collector_success{collector="textfile"} 0',
  ]);
});

test("what a user's family has in common with a built-in one is left out, told, and a fault of the textfiles", async () => {
  const { answer, problems } = answers();
  const sections = [
    section(2, {
      pieces: [
        piece("a", "a 99\n", { foreign: true }),
        piece("node_textfile_scrape_error", "node_textfile_scrape_error 0\n"),
      ],
    }),
    section(0, { pieces: [piece("a", "a 1\n")], duplicates: 3 }),
  ];
  const [first] = await answer(result({ sections }));
  expect(samplesOf(first?.body.toString() ?? "").slice(0, 2)).toEqual(["a 1", "exporter 7"]);
  expect(first?.body.toString()).toContain("\nnode_textfile_scrape_error 1\n");
  expect(problems).toEqual(["arp: 3 samples came more than once", "a {} came more than once"]);
});

test("a body keeps its content until nobody sends it any more", async () => {
  const { answer } = answers();
  const held: { bodies: Answer[]; text: string }[] = [];
  for (let i = 0; i < 30; i++) {
    const sections = [section(0, { pieces: [piece("a", `a ${i}\n`)] })];
    const bodies = await answer(result({ sections }), [{}, {}, { gzip: true }]);
    held.push({ bodies, text: bodies[0]?.body.toString() ?? "" });
    expect(held.at(-1)?.text).toContain(`\na ${i}\n`);
    for (const {
      bodies: [one, other, packed],
      text,
    } of held) {
      expect([one?.body.toString() === text, other?.body.toString() === text]).toEqual([true, true]);
      expect(gunzipSync(packed?.body ?? "").toString()).toBe(text);
    }
    if (held.length < 3) continue;
    // The oldest is sent to all but one of its clients, then to the last.
    for (const { sent } of held.shift()?.bodies ?? []) sent();
  }
});

test("a compressed body keeps its content until the last of its clients has it", async () => {
  const { answer } = answers();
  const [first, last] = await answer(result({}), [{ gzip: true }, { gzip: true }]);
  expect(last?.body).toBe(first?.body);
  const text = gunzipSync(last?.body ?? "").toString();
  first?.sent();
  const sections = [section(0, { pieces: [piece("a", "a 1\n")] })];
  for (let i = 0; i < 3; i++) await answer(result({ sections }), [{ gzip: true }]);
  expect(gunzipSync(last?.body ?? "").toString()).toBe(text);
});

test("a body that cannot be compressed is sent as it is and counted, and kept until its last client has it", async () => {
  const failing: Encoder = { pool: new BodyPool(), encode: (_kind, _body, done) => done(new Error("no memory")) };
  const { answer, observer, problems } = answers(failing);
  const [packed, again, plain] = await answer(result({}), [{ gzip: true }, { gzip: true }, {}]);
  expect([packed?.gzipped, again?.gzipped, plain?.gzipped]).toEqual([false, false, false]);
  expect(samplesOf(packed?.body.toString() ?? "")).toContain("exporter 7");
  expect([observer.counted("encoding failed"), problems]).toEqual([1, ["no memory"]]);
  packed?.sent();
  again?.sent();
  // One client is still being sent the body.
  const [later] = await answer(result({}));
  expect(later?.body.buffer).not.toBe(plain?.body.buffer);
  plain?.sent();
  const [last] = await answer(result({}));
  expect(last?.body.buffer).toBe(plain?.body.buffer);
});

test("a client whose response throws when the body is compressed hears of it", async () => {
  const { all, observer } = answers();
  const failed = Promise.withResolvers<void>();
  const respond = () => {
    throw new Error("closed");
  };
  const postpone = () => {};
  all.deliver([{ format: "text", names: undefined, gzip: true, respond, postpone, fail: failed.resolve }], result({}));
  await failed.promise;
  expect(observer.counted("encoding failed")).toBe(1);
});

test("an empty collection answers with what the exporter says of itself", async () => {
  const { answer } = answers();
  const [first] = await answer(result({ collectors: [], sections: [] }));
  expect(samplesOf(first?.body.toString() ?? "")).toEqual(["exporter 7"]);
});

test("an error on the way to the clients is counted and logged, and each client hears of it", () => {
  const { all, observer, problems } = answers();
  const failed: string[] = [];
  const client = (name: string): Client => ({
    format: "text",
    names: undefined,
    gzip: false,
    respond: () => {},
    postpone: () => {},
    fail: () => failed.push(name),
  });
  all.fail([client("a"), client("b")], new Error("no memory"));
  expect(failed).toEqual(["a", "b"]);
  expect(observer.counted("encoding failed")).toBe(1);
  expect(problems.join("")).toContain("Error: no memory");
});

function answers(encoder: Encoder = new ZlibEncoder()) {
  const problems: string[] = [];
  const observer = new RecordingObserver();
  const own = { families: () => [piece("exporter", "exporter 7\n")] };
  const all = new Answers(NAMES, encoder, own, observer, (_level, _message, attributes) => {
    problems.push(...String(attributes?.["err"]).split("; "));
  });
  const answer = async (collection: CollectionResult, wishes: readonly Partial<Client>[] = [{}]): Promise<Answer[]> => {
    const waiting = wishes.map(() => Promise.withResolvers<Answer>());
    const clients = wishes.map((wish, i): Client => {
      return {
        format: "text",
        names: undefined,
        gzip: false,
        ...wish,
        respond: (body, gzipped, sent) => waiting[i]?.resolve({ body, gzipped, sent }),
        postpone: () => waiting[i]?.reject(new Error("postponed")),
        fail: () => waiting[i]?.reject(new Error("failed")),
      };
    });
    all.deliver(clients, collection);
    return Promise.all(waiting.map(({ promise }) => promise));
  };
  return { answer, problems, all, observer };
}

function result(more: Partial<CollectionResult>): CollectionResult {
  return {
    collectors: [0, 1, 2],
    sections: [],
    unfinished: [],
    first: true,
    waited: 0,
    collected: 0.5,
    timeUsed: 0,
    ...more,
  };
}
