import { createServer, type Server } from "node:http";
import { type Duplex, duplexPair } from "node:stream";
import { loopTurns } from "../../../collectors/kit/loop-turns.ts";
import { startExporter } from "../../exporter.ts";
import { createServices } from "../../services.ts";
import type { LeveledLog } from "../../log/log.ts";
import type { Options } from "../../options/options.ts";
import type { CollectorRecord } from "../../self/collector-records.ts";
import type { KnownFaults } from "../../self/known-faults.ts";
import { fetchText } from "./fetch.ts";

/** This program's exporter, running in this process for as long as a command needs it. */
interface OwnExporter {
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
 * Starts the exporter. Requests reach it within the process, so that they neither change the network counters of the
 * host nor need a port or a directory for a socket. Without `log`, it logs as the options ask for.
 */
export async function startOwnExporter(options: Options, log?: LeveledLog): Promise<OwnExporter> {
  const services = createServices(options);
  const { collectors, faults } = services.observer;
  // With CPU times.
  services.observer.watched();
  const exporter = await startExporter(options, { ...services, ...(log !== undefined && { log }) }, async () =>
    Promise.resolve({}),
  );
  const server = createServer((request, response) => exporter.handler(request, response, () => false));
  const connect = (): Duplex => connectWithin(server);
  return {
    collectors: collectors.list.filter(({ name }) => options.collectors.enabled.includes(name)),
    faults,
    async scrape(search, seconds) {
      const text = await fetchText({ connect, path: `${options.web.telemetryPath}${search}` }, seconds);
      // What workers reported before their answer may have come after it.
      await loopTurns();
      return text;
    },
    close: async () => exporter.close(GRACE),
  };
}

/** The client's end of a new connection to a server in this process, which need not listen. */
function connectWithin(server: Server): Duplex {
  const [client, served] = duplexPair();
  server.emit("connection", served);
  return client;
}
