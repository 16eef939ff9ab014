import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanUp, temporaryDirectory } from "../../support/clean-up.ts";
import { freePort } from "../../support/free-port.ts";
import { Impossible } from "../../support/impossible.ts";
import { ask } from "../../support/request.ts";

/** A Prometheus that runs until the row has ended. */
export interface PrometheusServer {
  /** Label sets of the series that a query returns. */
  query(query: string): Promise<readonly Readonly<Record<string, string>>[]>;
  /** How often its rules have been evaluated. */
  evaluations(): Promise<number>;
}

/** `scrapes`: its scrape_configs; `rules`: the content of a rule file. Throws Impossible where it is not installed. */
export async function startPrometheus(scrapes: readonly object[], rules: object): Promise<PrometheusServer> {
  if (spawnSync("prometheus", ["--version"]).error !== undefined) throw new Impossible("no prometheus command");
  const directory = temporaryDirectory();
  const config = {
    global: { scrape_interval: "2s", scrape_timeout: "2s", evaluation_interval: "1s" },
    rule_files: [join(directory, "rules.yml")],
    scrape_configs: scrapes,
  };
  // JSON is YAML.
  writeFileSync(join(directory, "prometheus.yml"), JSON.stringify(config));
  writeFileSync(join(directory, "rules.yml"), JSON.stringify(rules));
  const port = await freePort();
  const files = [
    `--config.file=${join(directory, "prometheus.yml")}`,
    `--storage.tsdb.path=${join(directory, "data")}`,
  ];
  const server = spawn("prometheus", [...files, `--web.listen-address=127.0.0.1:${port}`], { stdio: "ignore" });
  cleanUp(() => void server.kill("SIGKILL"));
  return {
    async query(query) {
      const { body } = await ask(port, `/api/v1/query?query=${encodeURIComponent(query)}`);
      const { data }: { data: { result: { metric: Record<string, string> }[] } } = JSON.parse(body);
      return data.result.map(({ metric }) => metric);
    },
    async evaluations() {
      const { body } = await ask(port, "/metrics");
      return Number(/^prometheus_rule_group_iterations_total\{.*\} (\S+)$/m.exec(body)?.[1] ?? 0);
    },
  };
}
