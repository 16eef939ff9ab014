import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import processes from "../../src/collectors/processes.ts";
import { collect, openCollector } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const stat = (state: string, threads: number) => `1 (a) b) ${state} ${"0 ".repeat(16)}${threads} 0 0 0\n`;

const LIMITS = { "proc/sys/kernel/threads-max": "7801\n", "proc/sys/kernel/pid_max": "32768\n" };

test("counts processes and threads by state", async () => {
  const paths = hostTree({
    ...LIMITS,
    "proc/1/stat": stat("S", 1),
    "proc/1/task/1/stat": "is not read\n",
    "proc/20/stat": stat("S", 3),
    "proc/20/task/20/stat": "is not read\n",
    "proc/20/task/21/stat": stat("R", 3),
    "proc/20/task/22/stat": stat("D", 3),
    "proc/30/stat": stat("S", 2),
    "proc/30/task/30/stat": "is not read\n",
    "proc/30/task/31/stat": stat("R", 2),
    "proc/300/stat": stat("Z", 1),
    "proc/uptime": "1 1\n",
    "proc/12a/stat": stat("X", 1),
    "proc/a12/stat": stat("X", 1),
  });
  const { status, text } = await collect(processes, { paths });
  expect(status).toBe("ok");
  expect(text).toContain("# TYPE node_processes_threads_state gauge");
  expect(samplesOf(text)).toEqual([
    "node_processes_max_processes 32768",
    "node_processes_max_threads 7801",
    "node_processes_pids 4",
    'node_processes_state{state="S"} 3',
    'node_processes_state{state="Z"} 1',
    "node_processes_threads 7",
    'node_processes_threads_state{thread_state="D"} 1',
    'node_processes_threads_state{thread_state="R"} 2',
    'node_processes_threads_state{thread_state="S"} 3',
    'node_processes_threads_state{thread_state="Z"} 1',
  ]);
});

test("gives no thread states where there are no task folders", async () => {
  const { status, text } = await collect(processes, { paths: hostTree({ ...LIMITS, "proc/1/stat": stat("S", 4) }) });
  expect(status).toBe("ok");
  expect(samplesOf(text)).toEqual([
    "node_processes_max_processes 32768",
    "node_processes_max_threads 7801",
    "node_processes_pids 1",
    'node_processes_state{state="S"} 1',
    "node_processes_threads 4",
  ]);
});

test("a process or thread that is gone costs only itself", async () => {
  const paths = hostTree({
    ...LIMITS,
    "proc/1/stat": stat("S", 2),
    "proc/1/task/1/": "",
    "proc/1/task/2/": "",
    "proc/5/": "",
  });
  const { status, text } = await collect(processes, { paths });
  expect(status).toBe("ok");
  expect(text).toContain("node_processes_pids 1\n");
  expect(text).toContain('node_processes_threads_state{thread_state="S"} 1\n');
});

test.skipIf(process.getuid?.() !== 0)(
  "a process that this user may not look at costs nothing but itself (needs root to become another user)",
  async () => {
    const paths = hostTree({ ...LIMITS, "proc/1/stat": stat("S", 1), "proc/5/stat": stat("R", 1) });
    chmodSync(paths.rootfs, 0o755);
    chmodSync(join(paths.procfs, "5/stat"), 0o400);
    process.seteuid?.(65_534);
    try {
      const { status, skipped, text } = await collect(processes, { paths });
      expect([status, skipped]).toEqual(["ok", 0]);
      expect(text).toContain("node_processes_pids 1\n");
    } finally {
      process.seteuid?.(0);
    }
  },
);

test("warns once when process 1 is hidden", async () => {
  const scraper = openCollector(processes, { paths: hostTree({ ...LIMITS, "proc/7/stat": stat("R", 1) }) });
  await scraper.scrape();
  const { status, logs } = await scraper.scrape();
  expect([status, logs]).toEqual(["ok", [expect.stringContaining("warn: other users' processes are hidden")]]);
});

test.each([["a damaged stat", { ...LIMITS, "proc/1/stat": "1 (a" }, "no name in parentheses"]])(
  "fails with %s",
  async (_, files, problem) => {
    const { status, message } = await collect(processes, { paths: hostTree(files) });
    expect([status, message]).toEqual(["failed", expect.stringContaining(problem)]);
  },
);

test.each([
  ["a damaged stat", { "proc/2/stat": "2 (a" }, "no name in parentheses"],
  ["a stat without a state", { "proc/2/stat": "2 (a) 7 1" }, "no state"],
  ["a damaged pid_max", { "proc/sys/kernel/pid_max": "many\n" }, '"many" is not a number'],
])("%s costs itself", async (_, files, problem) => {
  const paths = hostTree({ ...LIMITS, "proc/1/stat": stat("S", 1), ...files });
  const { status, skipped, message, text } = await collect(processes, { paths });
  expect([status, skipped, message]).toEqual(["ok", 1, expect.stringContaining(problem)]);
  expect(text).toContain("node_processes_pids 1\n");
});

test("reads this machine, with a thread state for each thread", async () => {
  const { status, text, logs } = await collect(processes);
  expect(status).toBe("ok");
  expect(logs).toEqual([]);
  const pids = Number(/^node_processes_pids (\S+)/m.exec(text)?.[1]);
  const threads = Number(/^node_processes_threads (\S+)/m.exec(text)?.[1]);
  expect(pids).toBeGreaterThan(1);
  expect(threads).toBeGreaterThan(pids - 1);
});

test.each([2, 3, 4])(
  "%i parts count every process once, about as many each, and the limits only once",
  async (count) => {
    // A tenth with many threads, as the numbers of processes have patterns.
    const files = Array.from(
      { length: 400 },
      (_, i) => [`proc/${i + 1}/stat`, stat("S", i % 10 === 0 ? 8 : 1)] as const,
    );
    const paths = hostTree({ ...LIMITS, ...Object.fromEntries(files), "proc/2/task/2/stat": "is not read\n" });
    const parts = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const { text } = await collect(processes, { paths, part: { index, count } });
        return new Map(
          samplesOf(text).map((line): [string, number] => [line.split(" ")[0] ?? "", Number(line.split(" ")[1])]),
        );
      }),
    );
    const all = (name: string): number[] => parts.map((part) => part.get(name) ?? 0);
    const sum = (name: string): number => all(name).reduce((total, value) => total + value);
    expect(sum("node_processes_pids")).toBe(400);
    expect(sum("node_processes_threads")).toBe(360 + 40 * 8);
    expect(sum('node_processes_threads_state{thread_state="S"}')).toBe(360);
    expect(sum("node_processes_max_threads")).toBe(7801);
    expect(sum("node_processes_max_processes")).toBe(32768);
    for (const threads of all("node_processes_threads")) expect(threads).toBeGreaterThan(680 / count / 1.4);
  },
);

test("only the part that process 1 belongs to misses it", async () => {
  const paths = hostTree({ ...LIMITS, "proc/5/stat": stat("S", 1), "proc/6/stat": stat("S", 1) });
  const parts = await Promise.all([0, 1].map((index) => collect(processes, { paths, part: { index, count: 2 } })));
  expect(parts.flatMap(({ logs }) => logs)).toEqual([expect.stringContaining("hidepid")]);
});

test("a part of which no process can be read leaves these out: the other parts may have some", async () => {
  const paths = hostTree({
    ...LIMITS,
    "proc/1/stat": stat("S", 1),
    "proc/2/stat": "garbage",
    "proc/3/stat": "garbage",
  });
  const count = 64;
  const parts = await Promise.all(
    Array.from({ length: count }, (_, index) => collect(processes, { paths, part: { index, count } })),
  );
  expect(parts.map(({ status }) => status)).toEqual(parts.map(() => "ok"));
  expect(parts.filter(({ skipped }) => skipped === 1)).toHaveLength(2);
  expect(parts.filter(({ text }) => text.includes("node_processes_pids 1\n"))).toHaveLength(1);
});

test("process 1 is not hidden where its stat is damaged", async () => {
  const paths = hostTree({ ...LIMITS, "proc/1/stat": "garbage", "proc/2/stat": stat("S", 1) });
  const { status, skipped, logs } = await collect(processes, { paths });
  expect([status, skipped, logs]).toEqual(["ok", 1, []]);
});
