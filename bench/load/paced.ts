import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Latencies } from "./latencies.ts";
import type { PacedLoad, Seen } from "./messages.ts";
import { prometheusScrape } from "./prometheus-scrape.ts";

interface Tally {
  readonly latencies: Latencies;
  errors: number;
  bytes: number;
}

/** Clients with a kept connection each that scrape at their own moments of the interval, like Prometheus servers. */
export async function runPaced(load: PacedLoad): Promise<Seen> {
  const tally: Tally = { latencies: new Latencies(), errors: 0, bytes: 0 };
  const start = performance.now();
  const clients = Array.from({ length: load.clients }, (_, number) => runClient(load, number, start, tally));
  await Promise.all(clients);
  return {
    ...tally.latencies.summary(),
    errors: tally.errors,
    seconds: (performance.now() - start) / 1000,
    bytes: tally.bytes / Math.max(1, tally.latencies.count),
  };
}

/** A scrape waits for its predecessor, and the moments missed meanwhile are skipped. */
async function runClient(load: PacedLoad, number: number, start: number, tally: Tally): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const interval = load.interval * 1000;
  const phase = load.together ? 0 : (interval * number) / load.clients;
  const until = start + load.seconds * 1000;
  for (let due = start + phase; due < until; due += interval) {
    await sleep(Math.max(0, due - performance.now()));
    await scrapeOnce(load, agent, tally);
    while (due + interval < performance.now()) due += interval;
  }
  agent.destroy();
}

async function scrapeOnce({ url, gzip, interval }: PacedLoad, agent: Agent, tally: Tally): Promise<void> {
  const { isGood, bytes, milliseconds } = await prometheusScrape({ url, gzip, timeout: interval }, agent);
  tally.bytes += bytes;
  if (isGood) tally.latencies.add(milliseconds);
  else tally.errors++;
}
