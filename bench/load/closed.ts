import { renameSync, symlinkSync } from "node:fs";
import autocannon from "autocannon";
import { Latencies } from "./latencies.ts";
import type { ClosedLoad, Seen } from "./messages.ts";

/** Seconds after which a scrape counts as failed. */
const TIMEOUT = 120;

/** How often autocannon checks whether it is done, in milliseconds. */
const SAMPLE_INTERVAL = 20;

/** Scrapes with autocannon, whose own histogram counts only whole milliseconds: the latency of every response is measured here. */
export function runClosed(load: ClosedLoad): Promise<Seen> {
  const latencies = new Latencies();
  const paths = [...(load.paths ?? [])];
  const next = load.flip === undefined ? undefined : flipper(load.flip);
  let bytes = 0;
  let last = 0;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const instance = autocannon(
      {
        url: load.url,
        connections: load.connections,
        amount: Math.max(load.amount, load.connections),
        timeout: TIMEOUT,
        sampleInt: SAMPLE_INTERVAL,
        headers: load.gzip ? { "accept-encoding": "gzip" } : {},
        setupClient(client) {
          const path = paths.shift();
          if (path !== undefined) client.setRequests([{ path }]);
          if (next !== undefined) client.on("response", next);
        },
      },
      (error: Error | null, result) => {
        if (error !== null) return reject(error);
        return resolve({
          ...latencies.summary(),
          errors: result.errors + result.non2xx,
          seconds: (last - start) / 1000,
          bytes: bytes / Math.max(1, latencies.count),
        });
      },
    );
    instance.on("response", (_client, status, length, milliseconds) => {
      last = performance.now();
      if (status !== 200) return;
      latencies.add(milliseconds);
      bytes += length;
    });
  });
}

/** Replaces the link before the next request is sent. */
function flipper({ link, targets }: { readonly link: string; readonly targets: readonly string[] }): () => void {
  let turn = 0;
  return () => {
    const fresh = `${link}.next`;
    symlinkSync(targets[++turn % targets.length] ?? "", fresh);
    renameSync(fresh, link);
  };
}
