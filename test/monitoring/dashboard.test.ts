import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configFile } from "../main/options/config-file/reading.ts";
import { type PrometheusServer, startPrometheus } from "../reliability/support/prometheus-server.ts";
import { temporaryDirectory } from "../support/clean-up.ts";
import { type Program, startProgram } from "../support/program.ts";
import { until } from "../support/until.ts";

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
  /** `noValue`: what the panel shows where a healthy host has no such series. */
  readonly fieldConfig?: { readonly defaults: { readonly noValue?: string } };
}

const dashboard: { readonly panels: readonly Panel[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../deploy/monitoring/dashboard.json"), "utf8"),
);

/** All queries, those of panels that may be empty apart from the others. */
const [expected, mayBeEmpty] = [false, true].map((isEmpty) =>
  dashboard.panels
    .filter(({ fieldConfig }) => (fieldConfig?.defaults.noValue !== undefined) === isEmpty)
    .flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
);

const hasPrometheus = spawnSync("prometheus", ["--version"], { stdio: "ignore" }).status === 0;

test.skipIf(!hasPrometheus)(
  "every panel shows something of what Prometheus has scraped (needs prometheus)",
  async () => {
    const healthy = await startProgram([config(), "--web.exporter-metrics=full"]);
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "a.prom"), "a oops\n");
    const faulty = await startProgram([
      `--collector.textfile.directory=${directory}`,
      "--collector.supervisord",
      "--collector.supervisord.url=http://127.0.0.1:1/RPC2",
    ]);
    const jobs = [jobOf("healthy", healthy), jobOf("faulty", faulty)];
    const prometheus = await startPrometheus(jobs, { groups: [] });
    const [filled = [], empty = []] = [expected, mayBeEmpty];
    expect([filled.length > 20, empty.length > 3]).toEqual([true, true]);
    await until(async () => (await prometheus.query("up == 1").catch(() => [])).length === jobs.length);
    await allFilled(prometheus, "healthy", filled);
    expect(await withoutData(prometheus, "healthy", empty)).toEqual(empty);
    const shown = ["node_exporter_collector_failed{", "node_textfile_file_scrape_error{"];
    const faults = empty.filter((expr) => shown.some((family) => expr.startsWith(family)));
    expect(faults).toHaveLength(shown.length);
    await allFilled(prometheus, "faulty", faults);
  },
);

function config(): string {
  const { flag, write } = configFile();
  write("log: {level: info}\n");
  return flag;
}

function jobOf(name: string, { port }: Program): object {
  return { job_name: name, static_configs: [{ targets: [`127.0.0.1:${port}`] }] };
}

async function allFilled(prometheus: PrometheusServer, job: string, exprs: readonly string[]): Promise<void> {
  let missing = exprs;
  await until(async () => {
    missing = await withoutData(prometheus, job, exprs);
    return missing.length === 0;
  }).catch(() => expect(missing).toEqual([]));
}

/** The queries that find nothing in a job. */
async function withoutData(prometheus: PrometheusServer, job: string, exprs: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    exprs.map((expr) =>
      prometheus.query(
        expr.replaceAll("$job", job).replaceAll("$instance", ".*").replaceAll("$__rate_interval", "20s"),
      ),
    ),
  );
  return exprs.filter((_, i) => found[i]?.length === 0);
}
