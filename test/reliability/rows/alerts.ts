import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { faultyMount } from "../../support/faulty-mount.ts";
import { Impossible } from "../../support/impossible.ts";
import { type Program, startProgram } from "../../support/program.ts";
import { slowTree } from "../../support/slow-tree.ts";
import { until } from "../../support/until.ts";
import type { Row } from "../row.ts";
import { type PrometheusServer, startPrometheus } from "../support/prometheus-server.ts";
import { startCrashing } from "../support/crashing.ts";

const TESTS = "monitoring/monitoring.test.ts";

export const alertRows: readonly Row[] = [
  {
    id: "M1",
    what: "alerts, with a Prometheus: faults, and none",
    namespaces: "mounts",
    only: "root",
    run: alerts,
    tests: [{ file: TESTS, name: /promtool/ }],
  },
];

/** How often the rules are evaluated, about once a second, while nothing is wrong. */
const QUIET_EVALUATIONS = 15;

/** Milliseconds between scrapes that come two at a time: most of those of Prometheus come in between. */
const CROWD_INTERVAL = 500;

/** The budget of the textfile collector. */
const SERIES = 10;

/** A target of Prometheus, and what goes wrong in it from a moment on. */
interface Target {
  readonly scrape: object;
  readonly fail: () => Promise<void> | void;
}

async function alerts(): Promise<string> {
  const rules = shortened(readFileSync(join(import.meta.dirname, "../../../deploy/monitoring/rules.yml"), "utf8"));
  const targets = await Promise.all([hostTarget(), secureTarget(), treeTarget(), crashingTarget()]);
  const prometheus = await startPrometheus(
    targets.map(({ scrape }) => scrape),
    rules,
  );
  await until(async () => (await prometheus.query("up == 1").catch(() => [])).length === targets.length);
  const start = await prometheus.evaluations();
  await until(async () => {
    assert.deepEqual(await firing(prometheus), []);
    return (await prometheus.evaluations()) >= start + QUIET_EVALUATIONS;
  });
  for (const { fail } of targets) await fail();
  const names = namesOf(rules);
  const seen = new Set<string>();
  await until(async () => {
    for (const name of await firing(prometheus)) seen.add(name);
    return seen.size === names.length;
  }).catch((error: unknown) => {
    throw new Error(`only these fired: ${[...seen].join(", ")}`, { cause: error });
  });
  return `silent for ${QUIET_EVALUATIONS} evaluations of a healthy host, then all ${names.length} fired`;
}

async function firing(prometheus: PrometheusServer): Promise<readonly string[]> {
  const alerts = await prometheus.query('ALERTS{alertstate="firing"}');
  return alerts.map(({ alertname = "" }) => alertname);
}

interface Rules {
  readonly groups: { readonly rules: { readonly alert: string; expr: string; for?: string }[] }[];
}

/** The rules as they are, except that minutes and hours become seconds. */
function shortened(text: string): Rules {
  const rules = parse(text) as Rules;
  for (const rule of rules.groups.flatMap(({ rules }) => rules)) {
    rule.expr = rule.expr.replaceAll(/\[\d+m\]/g, "[10s]");
    if (rule.for !== undefined) rule.for = "4s";
  }
  return rules;
}

function namesOf({ groups }: Rules): readonly string[] {
  return groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)).toSorted();
}

/** A mount hangs, a textfile has a fault, another too many series, and more scrapes come at a time than are allowed. */
async function hostTarget(): Promise<Target> {
  const directory = temporaryDirectory();
  const mount = await faultyMount();
  const program = await startProgram([
    `--collector.textfile.directory=${directory}`,
    `--scrape.max-series=textfile=${SERIES}`,
    "--web.max-requests=1",
  ]);
  return {
    scrape: scrapeOf("host", program),
    async fail() {
      writeFileSync(join(directory, "a.prom"), "a oops\n");
      writeFileSync(
        join(directory, "many.prom"),
        Array.from({ length: 2 * SERIES }, (_, i) => `z{i="${i}"} 1\n`).join(""),
      );
      await mount.obey({ statfs: "hang" });
      crowd(program);
    },
  };
}

/** The certificate is replaced by one that expires soon, and then both configurations by some that cannot be used. */
async function secureTarget(): Promise<Target> {
  if (spawnSync("openssl", ["version"]).error !== undefined) throw new Impossible("no openssl command");
  const directory = temporaryDirectory();
  const [config, general] = [join(directory, "web.yml"), join(directory, "exporter.yml")];
  const certify = (days: number): void => {
    const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days ${days} -subj /CN=a -keyout a.key -out a.crt`;
    execFileSync("openssl", words.split(" "), { cwd: directory, stdio: "ignore" });
  };
  certify(30);
  writeFileSync(config, "tls_server_config:\n  cert_file: a.crt\n  key_file: a.key\n");
  writeFileSync(general, "log: {level: info}\n");
  const program = await startProgram([`--web.config.file=${config}`, `--config.file=${general}`]);
  return {
    scrape: { ...scrapeOf("secure", program), scheme: "https", tls_config: { insecure_skip_verify: true } },
    async fail() {
      certify(2);
      await until(() => program.lines.some((line) => line.includes("TLS certificates loaded")));
      writeFileSync(config, "nonsense: true\n");
      writeFileSync(general, "nonsense: true\n");
      program.kill("SIGHUP");
    },
  };
}

/** One collector fails, one hangs, one leaves a record out and one takes nearly all of the time. */
async function treeTarget(): Promise<Target> {
  const tree = slowTree("loadavg");
  const supervisor = await slowSupervisor();
  const collectors = ["loadavg", "filefd", "softnet", "supervisord"].map((name) => `--collector.${name}`);
  const program = await startProgram([
    "--collector.disable-defaults",
    `--collector.supervisord.url=${supervisor.url}`,
    ...collectors,
    ...tree.flags,
  ]);
  return {
    scrape: scrapeOf("tree", program),
    fail() {
      const softnet = join(tree.procfs, "net/softnet_stat");
      writeFileSync(softnet, `${readFileSync(softnet, "utf8")}garbage\n`);
      writeFileSync(join(tree.procfs, "sys/fs/file-nr"), "garbage\n");
      tree.block();
      supervisor.slow();
    },
  };
}

/** Scrapes beside those of Prometheus, until the row has ended. */
function crowd(program: Program): void {
  const over = new AbortController();
  cleanUp(() => over.abort());
  void (async () => {
    while (!over.signal.aborted) {
      await Promise.all([1, 2].map(() => program.get("/metrics", { timeout: 2 }).catch(() => {})));
      await sleep(CROWD_INTERVAL);
    }
  })();
}

/** A supervisor without programs, which answers at once or so late that a scrape of two seconds has nearly ended. */
async function slowSupervisor(): Promise<{ readonly url: string; slow(): void }> {
  let delay = 0;
  const server = createServer((_request, response) => {
    const empty = "<value><array><data></data></array></value>";
    const answer = `<methodResponse><params><param>${empty}</param></params></methodResponse>`;
    setTimeout(() => response.end(answer), delay);
  });
  server.listen(0, "127.0.0.1");
  cleanUp(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/RPC2`,
    slow: () => void (delay = 1350),
  };
}

/** A worker ends in the middle of a scrape. */
async function crashingTarget(): Promise<Target> {
  const { program, fault } = await startCrashing();
  return { scrape: scrapeOf("crashing", program), fail: () => fault("exit") };
}

function scrapeOf(name: string, { port }: Pick<Program, "port">): object {
  return { job_name: name, static_configs: [{ targets: [`127.0.0.1:${port}`] }] };
}
