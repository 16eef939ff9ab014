/**
 * Several Prometheus-like clients that scrape one exporter at a fixed interval: latency, CPU time and collections per
 * scrape; and a real Prometheus server with several jobs where one is installed.
 */
import { readOptions } from "./options.ts";
import { startLoader, type Loader } from "./load/loader.ts";
import type { Seen } from "./load/messages.ts";
import { collectionsOf } from "./measure/agreement.ts";
import { collectorFlags, commonCollectors } from "./program/collectors.ts";
import { type Executable, onPath, ownExecutable, peerExecutable } from "./program/executable.ts";
import { type Program, startExporter } from "./program/program.ts";
import { cpuSeconds, memoryOf } from "./program/usage.ts";
import { type Observed, observeWithPrometheus } from "./prometheus/prometheus.ts";
import { barChart } from "./report/bars.ts";
import { machineLine, writeResults } from "./report/results.ts";
import { figure, megabytes, table } from "./report/table.ts";

interface Result {
  readonly case: string;
  readonly program: string;
  readonly seen: Seen;
  /** Milliseconds of CPU time per scrape. */
  readonly cpu: number;
  /** Fraction of one processor. */
  readonly processor: number;
  readonly collectionsPerScrape: number | undefined;
  readonly resident: number;
}

const options = readOptions("bench:replicas", "several replicas scrape one exporter at a fixed interval", {
  seconds: 20,
  warmUp: 3,
  own: { clients: 3, interval: 1, jobs: 3, prometheus: "", "prometheus-seconds": 20 },
});
const ours = ownExecutable(options.ours);
const peer = peerExecutable(options.peer);
if (peer === undefined)
  console.log("no peer: node_exporter is not on PATH (or --peer none); measuring only this program");
const executables = peer === undefined ? [ours] : [ours, peer];
const flags = collectorFlags(commonCollectors(peer));
const clients = options.number("clients");
const interval = options.number("interval");
console.log(
  `${machineLine()}; ${clients} clients, each with one scrape every ${interval} s for ${options.seconds} s, compressed`,
);

const results: Result[] = [];
const observed: Observed[] = [];
for (const executable of executables) await examine(executable);

console.log(
  `\n${table(
    [
      { heading: "clients", left: true },
      { heading: "program", left: true },
      { heading: "scrapes" },
      { heading: "errors" },
      { heading: "CPU ms/scrape" },
      { heading: "% of a CPU" },
      { heading: "p50 ms" },
      { heading: "p90" },
      { heading: "p99" },
      { heading: "max" },
      { heading: "collections/scrape" },
      { heading: "RSS MB" },
    ],
    results.map(({ seen, ...result }) => [
      result.case,
      result.program,
      String(seen.answers),
      String(seen.errors),
      figure(result.cpu),
      figure(result.processor * 100),
      ...[seen.p50, seen.p90, seen.p99, seen.max].map(figure),
      figure(result.collectionsPerScrape),
      megabytes(result.resident),
    ]),
  )}`,
);
for (const { program, version, jobs, up, scrapes, median, longest, cpu } of observed) {
  console.log(
    `Prometheus ${version}, ${jobs} jobs every 1 s on ${program}: ${scrapes} scrapes, lowest up ${up}, scrape duration median ${figure(median * 1000)} ms, longest ${figure(longest * 1000)} ms, CPU ${figure(cpu)} ms per scrape`,
  );
}
writeResults(options.out, {
  name: "replicas",
  programs: executables,
  conditions: { seconds: options.seconds, warmUpSeconds: options.warmUp, clients, interval, gzip: true },
  results: { clients: results, prometheus: observed },
  svg: barChart(
    `${clients} replicas, one scrape every ${interval} s`,
    `p99 latency; ${machineLine()}`,
    "ms",
    ["together", "spread"].map((name) => ({
      name,
      note: "",
      bars: results
        .filter((result) => result.case === name)
        .map(({ program, seen }) => ({ series: program, value: seen.p99 })),
    })),
  ),
});

async function examine(executable: Executable): Promise<void> {
  const loader = startLoader();
  const program = await startExporter(executable, flags);
  await offer(loader, program, false, options.warmUp);
  for (const together of [true, false]) results.push(await measure(loader, program, together));
  loader.close();
  const prometheus = prometheusPath();
  if (prometheus === undefined) console.log("no prometheus on PATH (or --prometheus none): its part is left out");
  else {
    const seconds = options.number("prometheus-seconds");
    observed.push(await observeWithPrometheus(prometheus, program, options.number("jobs"), seconds));
  }
  await program.stop();
}

async function measure(loader: Loader, program: Program, together: boolean): Promise<Result> {
  const own = program.name === ours.name;
  const collectionsBefore = own ? await collectionsOf(loader, program) : undefined;
  const cpuBefore = cpuSeconds(program.pid);
  const seen = await offer(loader, program, together, options.seconds);
  const cpu = cpuSeconds(program.pid) - cpuBefore;
  const collectionsAfter = own ? await collectionsOf(loader, program) : undefined;
  return {
    case: together ? "together" : "spread",
    program: program.name,
    seen,
    cpu: (cpu * 1000) / Math.max(1, seen.answers),
    processor: cpu / seen.seconds,
    collectionsPerScrape:
      collectionsBefore === undefined || collectionsAfter === undefined
        ? undefined
        : (collectionsAfter - collectionsBefore - 1) / Math.max(1, seen.answers),
    resident: memoryOf(program.pid).resident,
  };
}

function offer(loader: Loader, program: Program, together: boolean, seconds: number): Promise<Seen> {
  const url = `${program.url}/metrics`;
  return loader.run({ kind: "paced", url, clients, gzip: true, interval, seconds, together });
}

function prometheusPath(): string | undefined {
  const given = options.text("prometheus");
  if (given === "none") return undefined;
  return given === "" ? onPath("prometheus") : given;
}
