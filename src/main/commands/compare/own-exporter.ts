import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServices, startExporter } from "../../exporter.ts";
import type { Options } from "../../options/options.ts";
import type { Exposition } from "./exposition.ts";
import { fetchExposition } from "./fetch.ts";

/** This program's exporter, running in this process for as long as it takes to compare it. */
export interface OwnExporter {
  /** `search`: the query of the other exporter's URL with its question mark, or nothing. */
  scrape(search: string, seconds: number): Promise<Exposition>;
  close(): Promise<void>;
}

/** How long to wait for workers that do not end, in milliseconds. */
const GRACE = 500;

/**
 * Starts the exporter. It listens on a unix socket, so that the comparison neither changes the network counters of the
 * host nor opens a port.
 */
export async function startOwnExporter(options: Options): Promise<OwnExporter> {
  const exporter = await startExporter(options, createServices(options), async () => Promise.resolve({}));
  const folder = await mkdtemp(join(tmpdir(), "node-exporter-ts-compare-"));
  const socket = join(folder, "socket");
  const server = createServer((request, response) => exporter.handler(request, response, () => false));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(socket, resolve);
  });
  return {
    scrape: (search, seconds) => fetchExposition({ socket, path: `${options.web.telemetryPath}${search}` }, seconds),
    async close() {
      server.close();
      server.closeAllConnections();
      await exporter.close(GRACE);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
