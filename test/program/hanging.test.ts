import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { hangingFile } from "../support/fifo.ts";
import { type Program, startProgram } from "../support/program.ts";
import { figuresOf } from "../support/process.ts";
import { samplesOf, valueOf } from "../support/samples.ts";
import { hostTree } from "../support/tree.ts";
import { until } from "../support/until.ts";

/** Collectors that a copy of a few files of /proc is enough for. */
const COLLECTORS = ["cpu", "filefd", "loadavg", "meminfo", "netstat", "sockstat", "softnet", "stat", "uname", "vmstat"];
const OTHERS = COLLECTORS.filter((name) => name !== "softnet");
const HANGING = "softnet";
const ALL_BUT_HANGING = COLLECTORS.map(
  (name) => `node_scrape_collector_success{collector="${name}"} ${name === HANGING ? 0 : 1}`,
);

/**
 * Seconds that the first scrape may take: it waits for the hang to the end, and the others get their worker meanwhile,
 * also where the machine has much else to do.
 */
const FIRST_TIMEOUT = "20";

/** The same for later scrapes, which do not wait for what has hung for longer than they wait at all. */
const TIMEOUT = "6";

/** What they read, copied from this machine. */
const FILES = [
  "cpuinfo",
  "loadavg",
  "meminfo",
  "net/netstat",
  "net/snmp",
  "net/snmp6",
  "net/sockstat",
  "net/sockstat6",
  "net/softnet_stat",
  "stat",
  "sys/fs/file-nr",
  "vmstat",
];

test("one collector hangs: all else is answered in time, again and again, and it is back when it goes on", async () => {
  const { program, hang } = await start();
  const file = hang("net/softnet_stat");
  const first = await scrape(program, FIRST_TIMEOUT);
  expectAllButHanging(first);
  expect(valueOf(first, `node_exporter_collector_timeouts_total{collector="${HANGING}"}`)).toBeLessThanOrEqual(1);
  const { threads } = figuresOf(program);
  for (let i = 0; i < 50; i++) expectAllButHanging(await scrape(program, TIMEOUT));
  expect(figuresOf(program).threads).toBeLessThanOrEqual(threads + 2);
  const last = await scrape(program, TIMEOUT);
  expect(valueOf(last, "node_exporter_workers")).toBeLessThanOrEqual(3);
  await until(() => program.lines.some((line) => line.includes("did not end in time")));
  expect(program.lines.filter((line) => line.includes("did not end in time"))).toHaveLength(1);
  file.release();
  await until(
    async () => valueOf(await scrape(program, TIMEOUT), `node_scrape_collector_success{collector="${HANGING}"}`) === 1,
  );
  await until(() => program.lines.some((line) => line.includes("collector recovered") && line.includes(HANGING)));
});

test("scrapes at the same time get the rest, too, and packed; without a header, or with a bad one, the default time counts", async () => {
  const { program, hang } = await start(["--web.max-requests=0", `--scrape.default-timeout=${TIMEOUT}s`]);
  hang("net/softnet_stat");
  await allButHanging(program);
  const headers = { "Accept-Encoding": "gzip" };
  for (let round = 0; round < 3; round++) {
    const answers = await Promise.all(Array.from({ length: 30 }, () => program.get("/metrics", { headers })));
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expectAllButHanging(body);
    }
  }
  for (const timeout of ["0", "-1", "NaN", "text"]) expectAllButHanging(await scrape(program, timeout));
});

test("a scrape in flight holds its place, others are refused", async () => {
  const { program, hang } = await start(["--web.max-requests=1"]);
  const file = hang("net/softnet_stat");
  const first = scrape(program, "30");
  await until(async () => (await program.get()).status === 503);
  expect((await program.get()).body).toBe("Limit of concurrent requests reached (1), try again later.\n");
  file.release();
  expect(valueOf(await first, "node_load1")).toBeDefined();
  expect((await program.get()).status).toBe(200);
});

test("SIGTERM ends the program while a collector hangs, after the scrape that waits for it", async () => {
  const { program, hang } = await start(["--web.max-requests=1"]);
  hang("net/softnet_stat");
  const waiting = scrape(program, "5");
  await until(async () => (await program.get()).status === 503);
  program.kill("SIGTERM");
  const body = await waiting;
  // The end waits for this scrape only, not for workers to come: on a busy machine more may be missing.
  expect(valueOf(body, `node_scrape_collector_success{collector="${HANGING}"}`)).toBe(0);
  expect(valueOf(body, "node_load1")).toBeGreaterThanOrEqual(0);
  await expectEnd(program);
});

test("SIGTERM ends the program while a collector hangs that nobody waits for any more", async () => {
  const { program, hang } = await start();
  hang("net/softnet_stat");
  expect(valueOf(await scrape(program, "1"), `node_scrape_collector_success{collector="${HANGING}"}`)).toBe(0);
  program.kill("SIGTERM");
  await expectEnd(program);
});

async function start(args: readonly string[] = []) {
  const files = FILES.map((file) => [`proc/${file}`, readFileSync(`/proc/${file}`)] as const);
  const { procfs, rootfs } = hostTree(Object.fromEntries(files));
  const program = await startProgram([
    `--path.procfs=${procfs}`,
    `--path.rootfs=${rootfs}`,
    "--web.exporter-metrics=full",
    "--collector.disable-defaults",
    ...COLLECTORS.map((name) => `--collector.${name}`),
    ...args,
  ]);
  return { program, hang: (file: string) => hangingFile(join(procfs, file)) };
}

async function scrape({ get }: Program, timeout: string | undefined): Promise<string> {
  const headers: Record<string, string> = {};
  if (timeout !== undefined) headers["X-Prometheus-Scrape-Timeout-Seconds"] = timeout;
  const { status, body } = await get("/metrics", { headers });
  expect(status).toBe(200);
  return body;
}

/** Scrapes until the hang is known and all others have a worker, which one scrape of this length may be too short for. */
async function allButHanging(program: Program): Promise<void> {
  await until(async () => isDeepStrictEqual(successOf(await scrape(program, TIMEOUT)), ALL_BUT_HANGING));
}

function successOf(body: string): readonly string[] {
  return samplesOf(body, /^node_scrape_collector_success/);
}

function expectAllButHanging(body: string): void {
  expect(successOf(body)).toEqual(ALL_BUT_HANGING);
  for (const sample of ["node_load1", "node_memory_MemTotal_bytes", "node_filefd_allocated"])
    expect(valueOf(body, sample)).toBeGreaterThanOrEqual(0);
  expect(OTHERS.every((name) => body.includes(`node_scrape_collector_duration_seconds{collector="${name}"} `))).toBe(
    true,
  );
}

/** A thread that does not return from a system call does not keep the process. */
async function expectEnd({ ended }: Program): Promise<void> {
  expect(await ended).toMatchObject({ code: 0, signal: null });
}
