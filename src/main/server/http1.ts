import { createServer, type RequestListener, type Server } from "node:http";
import type { WebLimits } from "./limits.ts";
import { RAW_REPLIES, replyRaw } from "./replies.ts";

/** The HTTP/1 side of every connection, plain or inside TLS. It listens nowhere: connections are handed to it. */
export function createHttp1(limits: WebLimits, handler: RequestListener): Server {
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
  server.on("connect", (_req, socket) => replyRaw(socket, RAW_REPLIES.methodNotAllowed));
  return server;
}
