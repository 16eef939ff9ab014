import type { IncomingMessage, RequestListener } from "node:http";
import type { Http2Server, Http2Stream, ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import { asHttp1 } from "./http2-response.ts";
import type { WebLimits } from "./limits.ts";
import type { Sweeper, Swept } from "./sweeper.ts";

interface Session {
  /** Requests that are not closed. */
  streams: number;
  idleSince: number;
  served: boolean;
}

const MAX_STREAMS = 100;
/** Requests that the client may get wrong before it is disconnected. */
const MAX_BAD_STREAMS = 100;
/** Requests that the client may break off at once, and in every second after that (rapid reset). */
const RESETS = { streamResetBurst: 100, streamResetRate: 10 };
const MAX_HEADERS = 100;
/** In megabytes; responses do not count. */
const SESSION_MEMORY = 2;

/** The HTTP/2 side of TLS connections. Node.js bounds none of its times, so sweeps do. */
export class Http2 implements Swept {
  private readonly server: Http2Server;
  private readonly sessions = new Map<ServerHttp2Session, Session>();
  /** Requests that are not closed, of all sessions. */
  private streams = 0;

  private readonly limits: WebLimits;
  private readonly sweeper: Sweeper;

  constructor(limits: WebLimits, sweeper: Sweeper, handler: RequestListener) {
    this.limits = limits;
    this.sweeper = sweeper;
    // Loaded here: most exporters serve plain HTTP.
    this.server = process.getBuiltinModule("node:http2").createServer({
      maxSessionMemory: SESSION_MEMORY,
      maxSessionInvalidFrames: MAX_BAD_STREAMS,
      maxSessionRejectedStreams: MAX_BAD_STREAMS,
      maxHeaderListPairs: MAX_HEADERS,
      ...RESETS,
      settings: { maxConcurrentStreams: MAX_STREAMS, maxHeaderListSize: limits.headBytes, enablePush: false },
    });
    this.server.on("stream", (stream) => this.opened(stream));
    // The compatible requests have all that a handler of HTTP/1 uses.
    this.server.on("request", (req, res) => handler(req as unknown as IncomingMessage, asHttp1(res)));
    this.server.on("session", (session) => this.watch(session));
    // The session that has the error ends; nothing else depends on it.
    this.server.on("sessionError", () => {});
  }

  /** Takes a connection on which TLS has agreed on HTTP/2. */
  accept(socket: Socket): void {
    this.server.emit("connection", socket);
  }

  /** Ends sessions without requests. */
  sweep(now: number): number {
    let next = Infinity;
    for (const [session, state] of this.sessions) {
      const deadline = this.deadlineOf(state);
      if (deadline <= now) session.destroy();
      else next = Math.min(next, deadline);
    }
    return next;
  }

  /** Lets requests in flight end. */
  closeIdle(): void {
    for (const session of this.sessions.keys()) if (!session.closed) session.close();
  }

  private watch(session: ServerHttp2Session): void {
    const state: Session = { streams: 0, idleSince: performance.now(), served: false };
    this.sessions.set(session, state);
    this.sweeper.by(this.deadlineOf(state));
    session.once("close", () => this.forget(session));
    session.on("error", () => session.destroy());
  }

  private opened(stream: Http2Stream): void {
    const session = stream.session as ServerHttp2Session;
    const state = this.sessions.get(session);
    if (state === undefined) return;
    state.served = true;
    state.streams++;
    this.streams++;
    stream.once("close", () => {
      state.streams--;
      if (this.sessions.has(session)) this.streams--;
      state.idleSince = performance.now();
      this.sweeper.by(this.deadlineOf(state));
    });
    // Later, since the request is about to be handled.
    if (this.streams > this.limits.streams) setImmediate(() => this.makeRoom());
  }

  /** The client with the most requests is disconnected: it holds what all others share. */
  private makeRoom(): void {
    if (this.streams <= this.limits.streams) return;
    const [busiest] = [...this.sessions].reduce((a, b) => (b[1].streams > a[1].streams ? b : a));
    this.forget(busiest);
    busiest.destroy();
  }

  private forget(session: ServerHttp2Session): void {
    this.streams -= this.sessions.get(session)?.streams ?? 0;
    this.sessions.delete(session);
  }

  private deadlineOf({ streams, served, idleSince }: Session): number {
    if (streams > 0) return Infinity;
    return idleSince + (served ? this.limits.keepAlive : this.limits.headers);
  }
}
