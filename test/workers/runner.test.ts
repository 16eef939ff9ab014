import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { type CollectorDefinition, defineCollector, type Update } from "../../src/collectors/kit/define.ts";
import { ConfigurationError, NoDataError, ParseError } from "../../src/collectors/kit/errors.ts";
import { Runner } from "../../src/workers/runner.ts";
import { collector, host, runner, value } from "./start-runner.ts";

test("tells how each collector ended and keeps what was emitted before a fault", async () => {
  const { scrape } = runner({
    good: (emit) => emit(value, 1),
    empty: () => {
      throw new NoDataError("nothing here");
    },
    absent: () => new NoDataError("not on this host"),
    broken: (emit) => {
      emit(value, 2);
      throw new ParseError("stat: odd");
    },
  });
  for (let i = 0; i < 2; i++) {
    expect(await scrape(["good", "empty", "absent", "broken"])).toEqual({
      good: { status: "ok", message: "", skipped: 0, text: "test_value 1\n" },
      empty: { status: "nodata", message: "nothing here", skipped: 0, text: "" },
      absent: { status: "nodata", message: "not on this host", skipped: 0, text: "" },
      broken: { status: "failed", message: "stat: odd", skipped: 0, text: "test_value 2\n" },
    });
  }
});

test.each([
  ["undefined", undefined],
  ["a text", "text"],
  ["null", null],
])("%s thrown is a failure too", async (_, thrown) => {
  const { scrape } = runner({
    now: () => {
      throw thrown;
    },
    later: async () => {
      await nextTurn();
      throw thrown;
    },
  });
  const { now, later } = await scrape(["now", "later"]);
  expect([now?.status, later?.status]).toEqual(["failed", "failed"]);
});

test("a failure of several addresses names each", async () => {
  const refused = ["::1", "127.0.0.1"].map((address) => new Error(`connect ECONNREFUSED ${address}`));
  const { scrape } = runner({ query: () => Promise.reject(new AggregateError(refused)) });
  expect(await scrape(["query"])).toEqual({
    query: {
      status: "failed",
      message: "connect ECONNREFUSED ::1; connect ECONNREFUSED 127.0.0.1",
      skipped: 0,
      text: "",
    },
  });
});

test("a rejected promise is told apart like a thrown error", async () => {
  const { scrape } = runner({ empty: () => Promise.reject(new NoDataError("no bus")) });
  expect(await scrape(["empty"])).toMatchObject({ empty: { status: "nodata", message: "no bus" } });
});

test("records that were left out are counted in each update, with the first reason", async () => {
  let updates = 0;
  const { scrape } = runner({
    partly: (emit, _, skip) => {
      emit(value, 1);
      if (++updates > 2) return;
      skip(new ParseError("row 3: odd"));
      skip(new ParseError("row 4: odd"));
    },
  });
  const partly = { status: "ok", message: "row 3: odd", skipped: 2, text: "test_value 1\n" };
  expect(await scrape(["partly"])).toEqual({ partly });
  expect(await scrape(["partly"])).toEqual({ partly });
  expect(await scrape(["partly"])).toEqual({ partly: { ...partly, message: "", skipped: 0 } });
});

test("a collector that left out all that there was failed", async () => {
  const { scrape } = runner({
    nothing: (_emit, _scrape, skip) => skip(new ParseError("row 1: odd")),
    noData: (_emit, _scrape, skip) => {
      skip(new ParseError("row 2: odd"));
      return new NoDataError("no rows");
    },
  });
  expect(await scrape(["nothing", "noData"])).toEqual({
    nothing: { status: "failed", message: "row 1: odd", skipped: 1, text: "" },
    noData: { status: "failed", message: "row 2: odd", skipped: 1, text: "" },
  });
});

test("an endless recursion ends its collector only", async () => {
  const recurse = (): number => recurse() + 1;
  const { scrape } = runner({ deep: () => void recurse(), good: (emit) => emit(value, 1) });
  expect(await scrape(["deep", "good"])).toMatchObject({ deep: { status: "failed" }, good: { status: "ok" } });
});

test("collectors that wait do so beside each other and beside those that do not", async () => {
  const order: string[] = [];
  const waiting: Record<string, () => void> = {};
  const wait = (name: string): Update => {
    return async () => {
      order.push(name);
      await new Promise<void>((resolve) => (waiting[name] = resolve));
    };
  };
  const { scrape } = runner({
    a: wait("a"),
    b: wait("b"),
    c: () => {
      order.push("c");
      waiting["b"]?.();
      waiting["a"]?.();
    },
  });
  expect(Object.keys(await scrape(["a", "b", "c"]))).toEqual(["c", "b", "a"]);
  expect(order).toEqual(["a", "b", "c"]);
});

test("collectors that it does not have are passed over", async () => {
  const { scrape } = runner({ good: (emit) => emit(value, 1) });
  expect(Object.keys(await scrape(["other", "good"]))).toEqual(["good"]);
});

test("a collector is made with its flags, what was given, its neighbours, part, log and memory", () => {
  const seen: unknown[] = [];
  const logs: unknown[] = [];
  const definition = defineCollector({
    name: "test",
    summary: "For a test.",
    enabledByDefault: true,
    families: [],
    sources: [],
    stateBytes: 8,
    flags: { "collector.test.limit": { type: "int", default: 1, help: "A limit." } },
    create(context) {
      seen.push(context.flags, context.given("collector.test.limit"));
      seen.push(context.cpuGroup, context.isEnabled("cpu"), context.isEnabled("arp"), context.part);
      seen.push(context.state.byteLength);
      context.log("warn", "odd", { path: "/x" });
      return () => {};
    },
  });
  const options = {
    flags: { "collector.test.limit": 5, "collector.other.flag": true },
    given: ["collector.test.limit"],
    cpuGroup: "node",
    enabled: ["cpu", "test"],
  } as const;
  new Runner(host(), options, {
    log: (...entry) => logs.push(entry),
    faults() {},
    names: ["other", "test", "test", "test"],
    state: { test: new SharedArrayBuffer(8) },
  }).add(definition, 2);
  expect(seen).toEqual([{ "collector.test.limit": 5 }, true, "node", true, false, { index: 1, count: 3 }, 8]);
  expect(logs).toEqual([["test", "warn", "odd", { path: "/x" }]]);
});

test("a collector that has ended, or that another one has replaced, has no faults any more", async () => {
  const names = ["replaced", "ended", "stays"];
  const faults = new Map<string, number>();
  const options = { flags: {}, given: [], cpuGroup: "none", enabled: names } as const;
  const fresh = new Runner(host(), options, {
    log() {},
    faults: (name, found) => faults.set(name, found.length),
    names,
    state: {},
  });
  const faulty = (name: string): CollectorDefinition => ({
    ...collector(name, () => {}),
    create: (context) => () => context.faults([{ subject: "/x", problem: "odd" }]),
  });
  for (const [number, name] of names.entries()) fresh.add(faulty(name), number);
  await fresh.run([0, 1, 2], Infinity, { started() {}, ended() {} });
  expect([...faults.values()]).toEqual([1, 1, 1]);
  fresh.stage(options);
  fresh.addStaged(faulty("replaced"), 0);
  fresh.adopt(options, [0, 2]);
  expect(Object.fromEntries(faults)).toEqual({ replaced: 0, ended: 0, stays: 1 });
});

test("what a collector's making throws comes through", () => {
  const definition: CollectorDefinition = {
    ...collector("bad", () => {}),
    create() {
      throw new ConfigurationError("--collector.bad.x: no");
    },
  };
  const services = { log() {}, faults() {}, names: ["bad"], state: {} };
  const fresh = new Runner(host(), { flags: {}, given: [], cpuGroup: "none", enabled: [] }, services);
  expect(() => fresh.add(definition, 0)).toThrow("--collector.bad.x: no");
  expect(fresh.has(0)).toBe(false);
});
