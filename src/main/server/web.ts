import type { Socket } from "node:net";
import type { Server as TlsServer } from "node:tls";
import type { Log } from "../log/log.ts";
import type { Options } from "../options/options.ts";
import type { Observer } from "../self/observer.ts";
import { allowedClients } from "./allowed-clients.ts";
import { Authenticator } from "./auth/authenticator.ts";
import { LiveConfig, type Effective } from "./config/live-config.ts";
import { Connections } from "./connections.ts";
import { Guard } from "./guard.ts";
import type { Handler } from "./handler.ts";
import { Http1 } from "./http1.ts";
import { Http2 } from "./http2.ts";
import { defaultLimits, type WebLimits } from "./limits.ts";
import { listenAll, type Accept, type Listener } from "./listen.ts";
import type { SlowClients } from "./slow-clients.ts";
import { Sweeper, type Swept } from "./sweeper.ts";
import { awaitHandshake, createTlsServer } from "./tls/tls-front.ts";

/** What the server needs of the rest of the program. */
export interface WebServices {
  readonly observer: Observer;
  readonly log: Log;
  readonly slowClients: SlowClients;
}

/** Where to listen and for whom; the part of the command line that the transport needs. */
type WebSettings = Pick<Options["web"], "listen" | "sockets" | "allowed" | "configFile">;

export interface Web {
  readonly addresses: readonly string[];
  /** Stops listening, lets requests in flight end within `graceMs`, then closes all connections. */
  close(graceMs: number): Promise<void>;
}

/**
 * Checks the whole configuration file, then serves at every address. Rejects with a WebError that names file, line and
 * key, or the address, before anything is served.
 */
export async function openWeb(
  settings: WebSettings,
  handler: Handler,
  services: WebServices,
  limits: WebLimits = defaultLimits(),
): Promise<Web> {
  const transport = new Transport(settings, handler, services, limits);
  transport.open(await listenAll(settings.listen, settings.sockets, transport.accept));
  return transport;
}

/** Milliseconds between two looks for connections that have become idle while closing. */
const CLOSE_INTERVAL = 25;

class Transport implements Web {
  private readonly services: WebServices;
  private readonly limits: WebLimits;
  private readonly live: LiveConfig;
  private readonly authenticator: Authenticator;
  private readonly connections: Connections;
  private readonly isAllowed: ReturnType<typeof allowedClients>;
  private readonly guard: Guard;
  private readonly sweeper: Sweeper;
  private readonly http1: Http1;
  private readonly http2: Http2 | undefined;
  private tls: { readonly of: Effective; readonly server: TlsServer } | undefined;
  private listeners: readonly Listener[] = [];
  private closed: Promise<void> | undefined;

  constructor(settings: WebSettings, handler: Handler, services: WebServices, limits: WebLimits) {
    const { observer, log } = services;
    this.services = services;
    this.limits = limits;
    this.authenticator = new Authenticator(observer, log);
    this.sweeper = new Sweeper(limits.sweep);
    this.connections = new Connections(observer, this.sweeper);
    this.live = new LiveConfig(settings.configFile, limits.settle, observer, log);
    this.isAllowed = allowedClients(settings.allowed);
    this.guard = new Guard(handler, this.live, this.authenticator, services, this.sweeper, limits);
    this.http1 = new Http1(limits, this.sweeper, this.guard.handleHttp1);
    const { tls, http2 } = this.live.effective.config;
    this.http2 = tls !== undefined && http2 ? new Http2(limits, this.sweeper, this.guard.handle) : undefined;
    const slowClients: Swept = { sweep: (now) => services.slowClients.sweep(now, limits.write) };
    for (const part of [this.connections, this.http1, this.http2, slowClients, this.live])
      if (part !== undefined) this.sweeper.add(part);
  }

  get addresses(): readonly string[] {
    return this.listeners.map(({ address }) => address);
  }

  readonly accept: Accept = (socket, unix) => {
    if (this.connections.size >= this.limits.connections || !this.isAllowed(socket, unix)) {
      this.services.observer.count("connection rejected");
      socket.destroy();
      return;
    }
    this.connections.add(socket);
    if (this.live.effective.config.tls === undefined) this.serve(socket);
    else this.awaitHandshake(socket);
  };

  open(listeners: readonly Listener[]): void {
    this.listeners = listeners;
    for (const { server } of listeners) {
      server.on("error", (error) => this.services.log("warn", "cannot accept a connection", { err: error.message }));
    }
  }

  async close(graceMs: number): Promise<void> {
    this.closed ??= this.shutDown(graceMs);
    await this.closed;
  }

  private async shutDown(graceMs: number): Promise<void> {
    this.guard.closing = true;
    for (const { server } of this.listeners) server.close();
    this.closeIdle();
    const idle = setInterval(() => this.closeIdle(), CLOSE_INTERVAL);
    const cut = setTimeout(() => this.connections.closeAll(), graceMs);
    await this.connections.empty();
    clearInterval(idle);
    clearTimeout(cut);
    this.sweeper.stop();
    await this.authenticator.close();
  }

  private closeIdle(): void {
    this.connections.closeSilent();
    this.http1.closeIdle();
    this.http2?.closeIdle();
  }

  private awaitHandshake(socket: Socket): void {
    this.connections.closeAt(socket, performance.now() + this.limits.headers);
    awaitHandshake(socket, () => {
      // From here on the time for the handshake counts.
      this.connections.closeAt(socket, Infinity);
      this.tlsServer()?.emit("connection", socket);
    });
  }

  /** By the certificates that are on the disk at this handshake. */
  private tlsServer(): TlsServer | undefined {
    const now = performance.now();
    this.sweeper.look(now);
    this.live.checkCertificates(now);
    const { effective } = this.live;
    const { config, context } = effective;
    if (config.tls === undefined || context === undefined) return undefined;
    if (this.tls?.of !== effective) {
      const settings = { http2: this.http2 !== undefined, handshakeTimeout: this.limits.handshake };
      const server = createTlsServer(config.tls, context, settings, {
        secured: (socket) => this.serve(socket, socket.alpnProtocol === "h2"),
        refused: (reason) => this.refuse(reason),
      });
      this.tls = { of: effective, server };
    }
    return this.tls.server;
  }

  private serve(socket: Socket, isHttp2 = false): void {
    if (isHttp2) this.http2?.accept(socket);
    else this.http1.accept(socket);
  }

  private refuse(reason: string): void {
    this.services.observer.count("handshake refused");
    this.services.log("debug", "TLS handshake refused", { err: reason });
  }
}
