import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { scrape } from "../load/once.ts";
import { output } from "../program/executable.ts";
import { end, freePort, type Program, spawnLogged } from "../program/program.ts";
import { cpuSeconds } from "../program/usage.ts";

/** What a Prometheus server saw of an exporter. */
export interface Observed {
  readonly program: string;
  readonly version: string;
  readonly jobs: number;
  /** Lowest value of `up`: 1 when every scrape succeeded. */
  readonly up: number;
  readonly scrapes: number;
  /** Seconds that a scrape took. */
  readonly median: number;
  readonly longest: number;
  /** Milliseconds of the exporter's CPU time per scrape. */
  readonly cpu: number;
}

const READY_ATTEMPTS = 150;
const ATTEMPT_INTERVAL = 200;

/** Runs a Prometheus server with several jobs on one exporter, one scrape a second each, and queries what it saw. */
export async function observeWithPrometheus(
  path: string,
  program: Program,
  jobs: number,
  seconds: number,
): Promise<Observed> {
  const folder = mkdtempSync(join(tmpdir(), "node-exporter-ts-prometheus-"));
  const url = `http://127.0.0.1:${await freePort()}`;
  writeFileSync(join(folder, "prometheus.yml"), configuration(new URL(program.url).host, jobs));
  const server = spawnLogged(
    [
      path,
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${new URL(url).host}`,
    ],
    join(folder, "log"),
  );
  try {
    await ready(url, jobs);
    const before = cpuSeconds(program.pid);
    await sleep(seconds * 1000);
    const cpu = cpuSeconds(program.pid) - before;
    const window = `[${Math.ceil(seconds)}s]`;
    const ask = (query: string) => instantValue(url, query);
    const scrapes = await ask(`sum(count_over_time(up${window}))`);
    return {
      program: program.name,
      version: /version (\S+)/.exec(output(path, "--version"))?.[1] ?? "unknown",
      jobs,
      up: await ask(`min(min_over_time(up${window}))`),
      scrapes,
      median: await ask(`quantile(0.5, quantile_over_time(0.5, scrape_duration_seconds${window}))`),
      longest: await ask(`max(max_over_time(scrape_duration_seconds${window}))`),
      cpu: (cpu * 1000) / Math.max(1, scrapes),
    };
  } finally {
    await end(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

function configuration(target: string, jobs: number): string {
  const job = (i: number) => ({ job_name: `replica-${i}`, static_configs: [{ targets: [target] }] });
  // JSON is YAML.
  return JSON.stringify({
    global: { scrape_interval: "1s", scrape_timeout: "1s" },
    scrape_configs: Array.from({ length: jobs }, (_, i) => job(i)),
  });
}

/** A server that has just started knows its targets only after some seconds. */
async function ready(url: string, jobs: number): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const scraped = await instantValue(url, "count(up)").catch(() => 0);
    if (scraped === jobs) return;
    if (attempt === READY_ATTEMPTS) throw new Error("prometheus does not scrape its targets");
    await sleep(ATTEMPT_INTERVAL);
  }
}

async function instantValue(url: string, query: string): Promise<number> {
  const { body } = await scrape(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const answer: { data?: { result?: readonly { value?: readonly [number, string] }[] } } = JSON.parse(body);
  return Number(answer.data?.result?.[0]?.value?.[1] ?? NaN);
}
