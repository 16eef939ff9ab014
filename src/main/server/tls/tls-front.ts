import type { Socket } from "node:net";
import type { SecureContextOptions, Server, TLSSocket } from "node:tls";
import type { TlsConfig } from "../config/tls-config.ts";
import { nodeTls } from "../late-modules.ts";
import { RAW_REPLIES, replyRaw } from "../replies.ts";
import { refuseClient, verifiesClients } from "./client-certificate.ts";

/** What follows a handshake. */
interface TlsEvents {
  readonly secured: (socket: TLSSocket) => void;
  readonly refused: (reason: string) => void;
}

/** Does handshakes by one state of configuration and certificates; it listens nowhere. A new state is a new server. */
export function createTlsServer(
  tls: TlsConfig,
  context: SecureContextOptions,
  settings: { readonly http2: boolean; readonly handshakeTimeout: number },
  events: TlsEvents,
): Server {
  const server = nodeTls().createServer({
    ...context,
    ALPNProtocols: settings.http2 ? ["h2", "http/1.1"] : ["http/1.1"],
    handshakeTimeout: settings.handshakeTimeout,
    requestCert: tls.clientAuth !== "none",
    // Certificates are checked after the handshake, so that the reason for a refusal is known.
    rejectUnauthorized: false,
  });
  if (verifiesClients(tls)) useContext(server, context);
  const refuse = (reason: string, socket: TLSSocket): void => {
    events.refused(reason);
    socket.destroy();
  };
  server.on("secureConnection", (socket) => {
    const reason = refuseClient(socket, tls);
    if (reason === undefined) events.secured(socket);
    else refuse(reason, socket);
  });
  // A handshake that took too long is not closed by Node itself.
  server.on("tlsClientError", (error, socket) => refuse(error.message, socket));
  return server;
}

/**
 * Node.js does not pass `allowPartialTrustChain` on to the context that a server makes (26.10), and an SNICallback is not
 * asked for clients that name no server, such as those that connect to an address. If a later version does not read this
 * property, the server's own context is used, which trusts roots alone. Sessions are not resumed with this context.
 */
function useContext(server: Server, context: SecureContextOptions): void {
  Object.assign(server, { _sharedCreds: nodeTls().createSecureContext(context) });
}

/** First byte of a TLS record that carries a handshake. */
const HANDSHAKE = 0x16;

/** Goes on once the first byte looks like TLS; a client that speaks HTTP is told what is wrong. */
export function awaitHandshake(socket: Socket, start: () => void): void {
  socket.once("readable", () => {
    const first = socket.read(1) as Buffer | null;
    if (first === null) return;
    socket.unshift(first);
    if (first[0] === HANDSHAKE) start();
    else refusePlain(socket, first[0] ?? 0);
  });
}

/** A method starts with a letter. */
function refusePlain(socket: Socket, first: number): void {
  if (first < 0x41 || first > 0x5a) socket.destroy();
  else replyRaw(socket.resume(), RAW_REPLIES.notTls);
}
