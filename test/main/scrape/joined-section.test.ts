import { expect, test } from "vitest";
import { joinSections } from "../../../src/main/scrape/joined-section.ts";
import { piece, section, textOf } from "./pieces.ts";

const COUNT = "node_processes_pids";
const STATES = "node_processes_state";

test("samples of the same series are added up, others stay, in the order of their labels", () => {
  const joined = joinSections(3, [
    section(3, {
      pieces: [piece(COUNT, `${COUNT} 4\n`), piece(STATES, `${STATES}{state="S"} 3\n${STATES}{state="Z"} 1\n`)],
    }),
    section(8, {
      pieces: [piece(STATES, `${STATES}{state="R"} 2\n${STATES}{state="S"} 1.5e+06\n`), piece(COUNT, `${COUNT} 5\n`)],
    }),
  ]);
  expect(joined.collector).toBe(3);
  expect(joined.pieces.map(textOf)).toEqual([
    `${COUNT} 9\n`,
    `${STATES}{state="R"} 2\n${STATES}{state="S"} 1.500003e+06\n${STATES}{state="Z"} 1\n`,
  ]);
  expect([joined.samples, joined.bytes]).toEqual([4, joined.pieces.map(textOf).join("").length]);
});

test("a family of one part stays as it is, as does a collector with one part only", () => {
  const only = piece("node_processes_max_threads", "node_processes_max_threads 7\n");
  const first = section(0, { pieces: [only], samples: 1 });
  expect(joinSections(0, [section(1, { pieces: [] }), first]).pieces).toEqual([only]);
  expect(joinSections(0, [first])).toBe(first);
});

test("labels may have spaces and characters of several bytes", () => {
  const text = (value: number) => `node_test{name="a ü b"} ${value}\n`;
  const sections = [1, 2].map((value) => section(value, { pieces: [piece("node_test", text(value))] }));
  expect(joinSections(1, sections).pieces.map(textOf)).toEqual([text(3)]);
});

test("times, duplicates and what was left out are added up", () => {
  const pieces = [piece(COUNT, `${COUNT} 4\n`)];
  const one = section(0, { pieces, seconds: 1, cpuSeconds: 0.25, duplicates: 1, skipped: 2 });
  const other = section(1, {
    pieces,
    seconds: 2,
    cpuSeconds: 0.5,
    duplicates: 2,
    skipped: 1,
    message: "odd",
  });
  expect(joinSections(0, [one, other])).toMatchObject({
    status: "ok",
    seconds: 3,
    cpuSeconds: 0.75,
    duplicates: 3,
    skipped: 3,
    message: "odd",
  });
});

test("one part that failed is the whole collector's failure: there is no sum", () => {
  const good = section(0, { pieces: [piece(COUNT, `${COUNT} 4\n`)], message: "a record was left out", skipped: 1 });
  const bad = section(1, { status: "failed", message: "broken" });
  expect(joinSections(0, [good, bad])).toMatchObject({ status: "failed", message: "broken", pieces: [], samples: 0 });
});

test("parts that have nothing are overruled by those that have something", () => {
  const nothing = section(1, { status: "nodata", message: "none here" });
  const good = section(0, { pieces: [piece(COUNT, `${COUNT} 4\n`)] });
  expect(joinSections(0, [nothing, good])).toMatchObject({ status: "ok", samples: 1 });
  expect(joinSections(1, [nothing, { ...nothing, collector: 2 }])).toMatchObject({
    status: "nodata",
    message: "none here",
  });
});

test("where records were left out and no part has counted anything, the whole collector has failed", () => {
  const limit = piece("node_processes_max_threads", "node_processes_max_threads 7\n");
  const join = (first: number, second: number) =>
    joinSections(0, [
      section(0, { pieces: [limit, piece(COUNT, `${COUNT} ${first}\n`)] }),
      section(1, { pieces: [piece(COUNT, `${COUNT} ${second}\n`)], skipped: 1, message: "garbage" }),
    ]);
  expect(join(0, 0)).toMatchObject({ status: "failed", message: "garbage", skipped: 1, samples: 0, pieces: [] });
  for (const joined of [join(1, 0), join(0, 1)])
    expect(joined).toMatchObject({ status: "ok", message: "garbage", skipped: 1, samples: 2 });
});

test("sums of 0 are no failure where nothing was left out", () => {
  const nothing = [0, 1].map((number) => section(number, { pieces: [piece(COUNT, `${COUNT} 0\n`)] }));
  expect(joinSections(0, nothing)).toMatchObject({ status: "ok", samples: 1 });
});
