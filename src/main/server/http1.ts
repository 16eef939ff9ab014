import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { WebLimits } from "./limits.ts";
import { RAW_REPLIES, replyAndClose, replyRaw } from "./replies.ts";
import type { SlowClients } from "./slow-clients.ts";

export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** The HTTP/1 side of every connection, plain or inside TLS. It listens nowhere: connections are handed to it. */
export function createHttp1(limits: WebLimits, slowClients: SlowClients, handler: Handler): Server {
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
    (req, res) => {
      slowClients.watch(res);
      if (!refuse(req, res)) handler(req, res);
    },
  );
  // A server starts to hold connections against these times when it listens, and this one never does.
  server.emit("listening");
  server.on("connect", (_req, socket) => replyRaw(socket, RAW_REPLIES.methodNotAllowed));
  return server;
}

/** Answers what the parser of Node.js lets through and no server may serve; false when there is no such thing. */
function refuse(req: IncomingMessage, res: ServerResponse): boolean {
  if (req.httpVersionMajor === 0) replyAndClose(res, 400, "HTTP/1.0 or newer is required.\n");
  else if (req.httpVersionMajor > 1)
    replyAndClose(res, 505, "HTTP/2 is served over TLS only, and not by request line.\n");
  else if (hasTwoHosts(req.rawHeaders)) replyAndClose(res, 400, "More than one Host header.\n");
  else return false;
  return true;
}

/** Two readers of such a request could take different ones for the host (RFC 9112, 3.2). */
function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  return hosts > 1;
}
