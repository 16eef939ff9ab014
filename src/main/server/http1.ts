import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { WebLimits } from "./limits.ts";

export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** The HTTP/1 side of every connection, plain or inside TLS. It listens nowhere: connections are handed to it. */
export function createHttp1(limits: WebLimits, handler: Handler): Server {
  const server = createServer(
    {
      keepAliveTimeout: limits.keepAlive,
      headersTimeout: limits.headers,
      requestTimeout: limits.request,
      connectionsCheckingInterval: limits.sweep,
      maxHeaderSize: limits.headBytes,
      // Spares the events of a body that is not there; older versions of Node.js pass over it.
      optimizeEmptyRequests: true,
    },
    handler,
  );
  // A server starts to hold connections against these times when it listens, and this one never does.
  server.emit("listening");
  server.on("connect", (_req, socket) => socket.end(METHOD_NOT_ALLOWED));
  return server;
}

const METHOD_NOT_ALLOWED = "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\nConnection: close\r\n\r\n";
