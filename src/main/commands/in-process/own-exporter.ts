import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf } from "../../../collectors/kit/errors.ts";
import { type Exporter, startExporter } from "../../exporter.ts";
import { createServices } from "../../services.ts";
import type { LeveledLog } from "../../log/log.ts";
import type { Options } from "../../options/options.ts";
import type { CollectorRecord } from "../../self/collector-records.ts";
import type { KnownFaults } from "../../self/known-faults.ts";
import { StartError } from "../../scrape/start-error.ts";
import { fetchText } from "./fetch.ts";

/** This program's exporter, running in this process for as long as a command needs it. */
export interface OwnExporter {
  /** How the enabled collectors fare. */
  readonly collectors: readonly CollectorRecord[];
  /** What they cannot read of the host. */
  readonly faults: KnownFaults;
  /** `search`: the query of a scrape with its question mark, or nothing. Rejects with FetchError. */
  scrape(search: string, seconds: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** How long to wait for workers that do not end, in milliseconds. */
const GRACE = 500;

/**
 * Starts the exporter. It listens on a unix socket, so that it neither changes the network counters of the
 * host nor opens a port. Without `log`, it logs as the options ask for.
 */
export async function startOwnExporter(options: Options, log?: LeveledLog): Promise<OwnExporter> {
  const services = createServices(options);
  const { collectors, faults } = services.observer;
  // With CPU times.
  services.observer.watched();
  const exporter = await startExporter(options, { ...services, ...(log !== undefined && { log }) }, async () =>
    Promise.resolve({}),
  );
  const { server, socket, remove } = await listenPrivately(exporter).catch(async (error: unknown) => {
    await exporter.close(GRACE);
    throw new StartError(`no socket in the temporary directory: ${messageOf(error)}`);
  });
  return {
    collectors: collectors.list.filter(({ name }) => options.collectors.enabled.includes(name)),
    faults,
    scrape: (search, seconds) => fetchText({ socket, path: `${options.web.telemetryPath}${search}` }, seconds),
    async close() {
      server.close();
      server.closeAllConnections();
      await exporter.close(GRACE);
      await remove();
    },
  };
}

/** On a socket that no other user can reach. */
async function listenPrivately({ handler }: Exporter) {
  const folder = await mkdtemp(join(tmpdir(), "node-exporter-ts-"));
  const remove = async (): Promise<void> => rm(folder, { recursive: true, force: true });
  const socket = join(folder, "socket");
  const server = createServer((request, response) => handler(request, response, () => false));
  try {
    await once(server.listen(socket), "listening");
    return { server, socket, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
