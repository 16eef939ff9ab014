import type { IncomingMessage, ServerResponse } from "node:http";
import type { LogLevel } from "../../collectors/define.ts";
import type { WebOptions } from "../options/options.ts";
import { allowedClients } from "./allowed-clients.ts";
import { answer } from "./answer.ts";
import { discardBody } from "./body.ts";
import { Connections } from "./connections.ts";
import { createHttp1, type Handler } from "./http1.ts";
import { defaultLimits, type WebLimits } from "./limits.ts";
import { listenAll, type Accept } from "./listen.ts";

export type WebLog = (level: LogLevel, message: string, attributes?: Readonly<Record<string, string>>) => void;

/** Where to listen and for whom; the part of the command line that the transport needs. */
export type WebSettings = Pick<WebOptions, "listen" | "sockets" | "allowed" | "configFile">;

/** Counts since the start, but for `connections`. */
export interface WebStats {
  /** Open now. */
  readonly connections: number;
  readonly accepted: number;
  /** Closed at once: too many connections, or not of an allowed network. */
  readonly rejected: number;
  /** Cut because the client did not take a response in time. */
  readonly stalled: number;
}

export interface Web {
  readonly addresses: readonly string[];
  /** Stops listening, lets requests in flight end within `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
  readonly stats: WebStats;
}

/** Serves at every address, or rejects with a WebError before anything is served. */
export async function openWeb(
  settings: WebSettings,
  handler: Handler,
  log: WebLog,
  limits: WebLimits = defaultLimits(),
): Promise<Web> {
  const connections = new Connections();
  const closing = { now: false };
  const http1 = createHttp1(limits, guard(handler, log, limits, closing));
  const isAllowed = allowedClients(settings.allowed);
  let rejected = 0;
  const accept: Accept = (socket, unix) => {
    if (connections.size >= limits.connections || !isAllowed(socket, unix)) {
      rejected++;
      socket.destroy();
      return;
    }
    connections.add(socket);
    http1.emit("connection", socket);
  };
  const listeners = await listenAll(settings.listen, settings.sockets, accept);
  for (const { server } of listeners) {
    server.on("error", (error) => log("warn", "Cannot accept a connection", { error: error.message }));
  }
  const sweep = setInterval(
    () => connections.sweep(performance.now(), limits.headers, limits.write),
    limits.sweep,
  ).unref();
  return {
    addresses: listeners.map(({ address }) => address),
    get stats() {
      return { connections: connections.size, accepted: connections.accepted, rejected, stalled: connections.stalled };
    },
    async close(graceMs) {
      closing.now = true;
      for (const { server } of listeners) server.close();
      const closeIdle = (): void => {
        connections.closeSilent();
        http1.closeIdleConnections();
      };
      closeIdle();
      const idle = setInterval(closeIdle, CLOSE_IDLE_INTERVAL);
      const cut = setTimeout(() => connections.closeAll(), graceMs);
      await connections.empty();
      clearInterval(idle);
      clearTimeout(cut);
      clearInterval(sweep);
      http1.close();
    },
  };
}

/** Milliseconds between two looks for connections that have become idle while closing. */
const CLOSE_IDLE_INTERVAL = 25;

function guard(handler: Handler, log: WebLog, limits: WebLimits, closing: { readonly now: boolean }): Handler {
  return (req: IncomingMessage, res: ServerResponse) => {
    if (closing.now) res.shouldKeepAlive = false;
    if (req.httpVersionMajor < 1) {
      answer(res, 400, "HTTP/1.0 or newer is required.\n");
      return;
    }
    if (!discardBody(req, res, limits.bodyBytes)) return;
    try {
      handler(req, res);
    } catch (error) {
      log("error", "Request failed", { error: String(error) });
      if (res.headersSent) res.destroy();
      else answer(res, 500, "Internal Server Error\n");
    }
  };
}
