import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { namespaceRefusal } from "../../bench/namespace/namespace.ts";
import { onPath, ownExecutable, peerExecutable } from "../../bench/program/executable.ts";
import { temporaryDirectory } from "../support/clean-up.ts";

const BENCH = join(import.meta.dirname, "../../bench");
const HURRIED = ["--seconds=0.1", "--rounds=1", "--warm-up=0.1"];
const LIMIT = 60_000;

/** What the comparison is written about; ours alone where there is no original to compare with. */
const peer = peerExecutable();
const programs = peer === undefined ? ["node-exporter-ts"] : ["node-exporter-ts", "node_exporter"];
const out = temporaryDirectory();

// Each command would build the program where it is not built.
beforeAll(() => void ownExecutable(), 120_000);

describe(
  `benchmarks${peer === undefined ? " (node_exporter is not installed: without a comparison)" : ""}`,
  { timeout: LIMIT },
  () => {
    test("bench", async () => {
      const { results, said } = await run("peer", [...HURRIED, "--starts=1", "--connections=1,2"]);
      const names = results.cases.map((each: { name: string }) => each.name);
      const shared = ["1 connection", "1 connection, gzip", "2 connections", "2 connections, gzip"];
      expect(names).toEqual([...shared, "2 connections, own sets"]);
      expect(results.starts).toHaveLength(programs.length);
      for (const { ours } of results.cases) expectFigures(ours);
      expect(results.cases[4].ours.collectionsPerScrape).toBe(1);
      expect(results.floor.operations).toBeGreaterThan(20);
      expect(said).toContain("CPU ours");
    });

    test("bench:start", async () => {
      const { results, said } = await run("start", ["--starts=1", "--peer=none"]);
      expect(results.map(({ program }: { program: string }) => program)).toEqual(["empty program", "node-exporter-ts"]);
      expect(said).toContain("times that of the empty program");
    });

    test("bench without a peer", async () => {
      const { record, results, said } = await run("peer", [...HURRIED, "--starts=0", "--connections=1", "--peer=none"]);
      expect(said).toContain("no peer");
      expect(record.programs).toHaveLength(1);
      for (const { ours, peer: other } of results.cases) {
        expectFigures(ours);
        expect(other).toBeUndefined();
      }
    });

    test.each([
      ["", ["interrupts", "mounts", "changing-textfiles"], programs, []],
      [" without a peer", ["all"], ["node-exporter-ts"], [1, 2]],
    ])("bench:hosts%s: %j", async (_, only, measured, workers) => {
      const sizes = ["cpus=4", "interrupts=3", "disks=5", "mounts=6", "processes=20", "textfile-megabytes=0.05"];
      const peer = measured.length === 1 ? ["--peer=none"] : [];
      const options = [
        ...HURRIED,
        ...sizes.map((size) => `--${size}`),
        `--only=${only.join(",")}`,
        `--workers=${workers.join(",")}`,
        ...peer,
      ];
      const { results, said } = await run("hosts", options);
      expect(results).toHaveLength(only.length);
      for (const { ours, content, byWorkers } of results) {
        expectFigures(ours);
        expect(byWorkers.map(({ workers: number }: { workers: number }) => number)).toEqual(workers);
        expect(Object.keys(content)).toEqual(measured);
      }
      expect(said).toMatch(/3 interrupts|5 disks/);
    });

    test("bench:hosts by groups of CPUs", async () => {
      const options = [...HURRIED, "--cpus=4", "--only=cpus", "--workers=", "--cpu-group=none,all", "--peer=none"];
      const { results, said } = await run("hosts", options);
      expect(results.map(({ name }: { name: string }) => name)).toEqual(["4 CPUs", "4 CPUs, by all"]);
      for (const { ours } of results) {
        expectFigures(ours);
        expect(ours.collectionsPerScrape).toBe(1);
      }
      const [plain, all] = results.map(({ content }: { content: Record<string, { samples: number }> }) => content);
      expect(all["node-exporter-ts"].samples).toBeLessThan(plain["node-exporter-ts"].samples);
      expect(said).toContain("by --cpu.group");
    });

    test.skipIf(namespaceRefusal() !== undefined)("bench:ifaces (root and iproute2)", async () => {
      const { results } = await run("ifaces", [...HURRIED, "--pairs=2"]);
      for (const { ours } of results.cases) expectFigures(ours);
    });

    test("bench:budget", async () => {
      const { results } = await run("budget", [...HURRIED, "--samples=200", "--budget=20"]);
      expect(results.map(({ name }: { name: string }) => name)).toEqual(["20 samples", "200 samples, budget of 20"]);
      for (const { figures } of results) expectFigures(figures);
    });

    test("bench:replicas", async () => {
      const options = ["--seconds=1", "--warm-up=0.5", "--interval=0.25", "--prometheus=none"];
      const { results } = await run("replicas", options);
      expect(results.clients).toHaveLength(2 * programs.length);
      for (const { seen } of results.clients) {
        expect(seen.answers).toBeGreaterThan(0);
        expect(seen.errors).toBe(0);
      }
    });

    test.skipIf(onPath("prometheus") === undefined)(
      "bench:replicas with a Prometheus server (where installed)",
      async () => {
        const options = ["--seconds=0.5", "--warm-up=0.1", "--interval=0.25", "--prometheus-seconds=2", "--peer=none"];
        const { results } = await run("replicas", options);
        expect(results.prometheus[0]).toMatchObject({ jobs: 3, up: 1 });
      },
    );

    test("bench:status", async () => {
      const { results } = await run("status", ["--seconds=0.5", "--warm-up=0.3", "--interval=0.2", "--clients=2"]);
      expect(results.cases.map(({ case: name }: { case: string }) => name)).toEqual(["nobody looks", "polled"]);
      expect([results.requests > 0, results.bytes > 1000]).toEqual([true, true]);
    });

    test("bench:cadence", async () => {
      const own = ["--program=,dist/main/cli.js --log.level=error", `--against=${join(BENCH, "..")}`];
      const { results, said } = await run("cadence", ["--every=0.3", "--scrapes=4", "--warm-up=2", ...own], "-steady");
      expect(results).toHaveLength(programs.length + 2);
      for (const { windows, courses } of results) {
        expect(windows.map(({ from, to }: Record<string, number>) => [from, to])).toEqual([
          [0, 1],
          [1, 2],
          [2, 4],
          [0, 4],
        ]);
        expect(courses[0].steps).toHaveLength(4);
        for (const step of courses[0].steps) expect(step).toMatchObject({ isGood: true });
        for (const window of windows) expect(window.cpu).toBeCloseTo(window.within + window.between);
        expect(windows[0].withStart).toBeCloseTo(windows[0].cpu + courses[0].start);
        expect(windows[3].wakeUps).toBeGreaterThan(0);
        expect(courses[0].ownSeries).toBeGreaterThan(0);
      }
      expect(said).toContain("scrapes 2 to 4");
    });

    test("bench:cadence without a scrape", async () => {
      const { results } = await run("cadence", ["--case=idle", "--rest=0.1", "--seconds=0.2", "--peer=none"], "-idle");
      const [{ courses }] = results;
      expect(courses[0]).toMatchObject({ steps: [], idle: { cpu: expect.any(Number) } });
    });

    test("bench:cadence: an unknown case", async () => {
      await expect(run("cadence", ["--case=never"])).rejects.toThrow('--case: "never" is none of steady, ');
    });

    test("bench:micro", async () => {
      const { results } = await run("micro", ["--seconds=0.005"]);
      for (const { nanoseconds } of results) expect(nanoseconds).toBeGreaterThan(0);
    });

    test("a bad option", async () => {
      await expect(run("peer", ["--seconds=soon"])).rejects.toThrow('--seconds: "soon" is not a number');
    });
  },
);

/** Runs a command and checks that its chart is one; results are what JSON gives. `suffix`: of the names of its files. */
async function run(name: string, options: readonly string[], suffix = "") {
  const words = [join(BENCH, `${name}.ts`), ...options, `--out=${out}`];
  const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: LIMIT });
  const record = JSON.parse(readFileSync(join(out, `${name}${suffix}.json`), "utf8"));
  expect(record).toMatchObject({ benchmark: `${name}${suffix}`, machine: { kernel: expect.any(String) } });
  expectChart(readFileSync(join(out, `${name}${suffix}.svg`), "utf8"));
  return { record, results: record.results, said: stdout };
}

function expectFigures(figures: unknown): void {
  const positive = expect.toSatisfy((value: number) => value > 0);
  expect(figures).toMatchObject({ cpu: positive, perSecond: positive, p50: positive, resident: positive, errors: 0 });
}

/** Every element is closed and every number is one. */
function expectChart(svg: string): void {
  expect(svg).toMatch(/^<svg [^>]*>[^]*<\/svg>\n$/);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  const open: string[] = [];
  for (const [, end, name = "", empty] of svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
    if (end === "/") expect(open.pop()).toBe(name);
    else if (empty === "") open.push(name);
  }
  expect(open).toEqual([]);
}
