/** Clients that poll the status as JSON: the CPU time that they add to an exporter which nobody scrapes meanwhile. */
import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { scrape } from "./load/once.ts";
import { readOptions } from "./options.ts";
import { ownExecutable } from "./program/executable.ts";
import { startExporter } from "./program/program.ts";
import { cpuSeconds } from "./program/usage.ts";
import { barChart } from "./report/bars.ts";
import { machineLine, writeResults } from "./report/results.ts";
import { figure, table } from "./report/table.ts";

/** Scrapes before, so that every collector has something to show. */
const SCRAPES = 20;

const options = readOptions("bench:status", "clients poll the status as JSON at a fixed interval", {
  seconds: 60,
  warmUp: 10,
  own: { clients: 20, interval: 2 },
});
const clients = options.number("clients");
const interval = options.number("interval");

const executable = ownExecutable(options.ours);
const program = await startExporter(executable, ["--web.status-details"]);
for (let i = 0; i < SCRAPES; i++) await scrape(`${program.url}/metrics`);
await sleep(options.warmUp * 1000);
const idle = await loadOf(program.pid);
const polling = startPolling(`${program.url}/-/status`);
await sleep(options.warmUp * 1000);
const polled = await loadOf(program.pid);
const { requests, bytes } = polling.end();
await program.stop();

const results = [
  { case: "nobody looks", percent: idle },
  { case: "polled", percent: polled },
];
console.log(
  `${machineLine()}; ${clients} clients, one request every ${interval} s each, ${options.seconds} s; ` +
    `${requests} requests, ${figure(bytes / Math.max(1, requests))} bytes each\n\n` +
    table(
      [{ heading: "case", left: true }, { heading: "% of a CPU" }],
      results.map(({ case: name, percent }) => [name, figure(percent)]),
    ),
);
writeResults(options.out, {
  name: "status",
  programs: [executable],
  conditions: { clients, interval, seconds: options.seconds },
  results: { cases: results, requests, bytes },
  svg: barChart(
    `${clients} clients poll the status`,
    `one request every ${interval} s each; ${machineLine()}`,
    "% of a CPU",
    results.map(({ case: name, percent }) => ({ name, note: "", bars: [{ series: executable.name, value: percent }] })),
  ),
});

/** Percent of a processor, from now on. */
async function loadOf(pid: number): Promise<number> {
  const before = cpuSeconds(pid);
  await sleep(options.seconds * 1000);
  return ((cpuSeconds(pid) - before) / options.seconds) * 100;
}

/** Clients spread over the interval, each with a connection of its own. */
function startPolling(url: string): { end(): { requests: number; bytes: number } } {
  const seen = { requests: 0, bytes: 0 };
  const timers: NodeJS.Timeout[] = [];
  const agents = Array.from({ length: clients }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  for (const [i, agent] of agents.entries()) {
    const poll = (): void => {
      seen.requests++;
      get(url, { agent }, (response) => response.on("data", (chunk: Buffer) => (seen.bytes += chunk.length)));
    };
    const start = (): void => void timers.push(setInterval(poll, interval * 1000));
    timers.push(setTimeout(start, (i / clients) * interval * 1000));
  }
  return {
    end() {
      for (const timer of timers) clearTimeout(timer);
      for (const agent of agents) agent.destroy();
      return seen;
    },
  };
}
