import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "../row.ts";
import { temporaryDirectory } from "../../support/clean-up.ts";
import { figuresOf } from "../../support/process.ts";
import { type Program, startProgram } from "../../support/program.ts";
import { slowTree } from "../../support/slow-tree.ts";
import { until } from "../../support/until.ts";
import { startPrometheus } from "../support/prometheus-server.ts";
import { assertOthers, good, scrape } from "../support/scrape.ts";
import { stopProgram } from "../support/stop.ts";

const RELOADS = 260;
const RELOADS_WHILE_HUNG = 50;

const RELOADS_PER_SCRAPE = 4;

/** All that Prometheus has. */
const WINDOW = "[10m]";

/** By then every collector has been made in all its forms, and caches are full. */
const WARM = 100;

/** MiB that memory may differ between two looks at a steady program. */
const MEMORY_NOISE = 12;

export const reloadRows: readonly Row[] = [
  {
    id: "K13",
    what: "260 reloads while a Prometheus scrapes every second and flags flip",
    tests: [{ file: "program/reload.test.ts" }, { file: "main/scrape/reconfiguration.test.ts" }],
    only: "slow",
    run: beneathPrometheus,
  },
  { id: "K14", what: "50 reloads while a collector hangs", run: whileHung },
];

/** Of collectors that are made again, and of others. */
const COUNTERS = [
  "node_cpu_seconds_total",
  "node_netstat_Tcp_OutSegs",
  "node_context_switches_total",
  "node_intr_total",
];

const SERIES = 'node_cpu_seconds_total{mode="idle"}';

async function beneathPrometheus(): Promise<string> {
  const file = configFile();
  const program = await startProgram([file.flag, "--web.enable-lifecycle"]);
  const scraped = { job_name: "node", scrape_interval: "1s", scrape_timeout: "1s" };
  const targets = [{ targets: [`127.0.0.1:${program.port}`] }];
  const prometheus = await startPrometheus([{ ...scraped, static_configs: targets }], { groups: [] });
  await until(async () => (await prometheus.query("up == 1").catch(() => [])).length === 1);
  let warm = figuresOf(program);
  for (let turn = 1; turn <= RELOADS; turn++) {
    file.flip(turn);
    await reload(program);
    const scrapes = `count_over_time(up${WINDOW}) >= ${turn / RELOADS_PER_SCRAPE}`;
    await until(async () => (await prometheus.query(scrapes)).length === 1);
    if (turn === WARM) warm = figuresOf(program);
  }
  const failed = await prometheus.query(`min_over_time(up${WINDOW}) == 0`);
  assert.deepEqual(failed, [], "a scrape failed");
  for (const counter of COUNTERS) {
    const backwards = await prometheus.query(`resets(${counter}${WINDOW}) > 0`);
    assert.deepEqual(backwards, [], "a counter ran backwards");
  }
  // A series that was absent from one scrape would have fewer samples than scrapes that succeeded.
  const gaps = await prometheus.query(
    `count_over_time(${SERIES}${WINDOW}) < on (instance) group_left () (count_over_time(up${WINDOW}) - 1)`,
  );
  assert.deepEqual(gaps, [], "a series has gaps");
  const after = figuresOf(program);
  const text = `${RELOADS} reloads, no scrape failed, no counter ran backwards; ${warm.threads} to ${after.threads} threads, ${warm.descriptors} to ${after.descriptors} descriptors, ${warm.mebibytes} to ${after.mebibytes} MiB`;
  assert.ok(after.threads <= warm.threads, text);
  assert.ok(after.descriptors <= warm.descriptors + 4, text);
  assert.ok(after.mebibytes <= warm.mebibytes + MEMORY_NOISE, text);
  await stopProgram(program);
  return text;
}

async function whileHung(): Promise<string> {
  const tree = slowTree("net/softnet_stat");
  const file = configFile();
  const program = await startProgram([...tree.flags, file.flag, "--web.enable-lifecycle"]);
  const before = await good(program);
  tree.block();
  await good(program, { timeout: 3 });
  assertOthers(before, await good(program, { timeout: 3 }), "softnet");
  const { threads } = figuresOf(program);
  for (let turn = 1; turn <= RELOADS_WHILE_HUNG; turn++) {
    file.flip(turn);
    await reload(program);
    await good(program, { timeout: 3 });
  }
  const during = figuresOf(program).threads;
  assert.ok(during <= threads, `${threads} threads before, ${during} after`);
  tree.release();
  await until(async () => (await good(program)).success.get("softnet") === 1);
  await stopProgram(program);
  return `${RELOADS_WHILE_HUNG} reloads, ${threads} threads before and ${during} after, the collector came back`;
}

/** A config file of which three collectors are made again by every flip, and two come and go. */
function configFile() {
  const path = join(temporaryDirectory(), "exporter.yml");
  const flip = (turn: number): void => {
    const isOdd = turn % 2 === 1;
    writeFileSync(
      path,
      `collector: {netstat: {fields: "^(Tcp|Udp${isOdd ? "|Ip" : ""})_"}, cpu: {info: ${isOdd}}, hwmon: {chip-exclude: "x${turn % 2}"}}
collectors: {enabled: [${isOdd ? "interrupts" : "processes"}]}
`,
    );
  };
  flip(0);
  return { flag: `--config.file=${path}`, flip };
}

async function reload(program: Program): Promise<void> {
  const { status, body } = await scrape(program, { path: "/-/reload", method: "POST" });
  assert.equal(status, 200, body);
}
