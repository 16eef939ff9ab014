import type { Http2Server, ServerHttp2Session, ServerHttp2Stream } from "node:http2";
import type { Socket } from "node:net";
import type { Observer } from "../self/observer.ts";
import type { Handler } from "./http1.ts";
import type { WebLimits } from "./limits.ts";

interface Session {
  /** Requests that are not answered yet, with the time a sweep first saw their answer begun. */
  readonly streams: Map<ServerHttp2Stream, number>;
  idleSince: number;
  served: boolean;
}

const MAX_STREAMS = 100;
/** Requests that the client may break off or get wrong before it is cut (rapid reset). */
const MAX_BAD_STREAMS = 100;
const MAX_HEADERS = 100;
/** In megabytes; answers do not count. */
const SESSION_MEMORY = 2;

/** The HTTP/2 side of TLS connections. Node bounds none of its times, so sweeps do. */
export class Http2 {
  private readonly server: Http2Server;
  private readonly sessions = new Map<ServerHttp2Session, Session>();
  private readonly observer: Observer;

  constructor(limits: WebLimits, handler: Handler, observer: Observer) {
    this.observer = observer;
    // Loaded here: most exporters serve plain HTTP.
    this.server = process.getBuiltinModule("node:http2").createServer({
      maxSessionMemory: SESSION_MEMORY,
      maxSessionInvalidFrames: MAX_BAD_STREAMS,
      maxSessionRejectedStreams: MAX_BAD_STREAMS,
      maxHeaderListPairs: MAX_HEADERS,
      settings: { maxConcurrentStreams: MAX_STREAMS, maxHeaderListSize: limits.headBytes, enablePush: false },
    });
    // The compatible requests and responses have all that a handler of HTTP/1 uses.
    this.server.on("request", handler as unknown as (req: unknown, res: unknown) => void);
    this.server.on("session", (session) => this.watch(session));
    this.server.on("sessionError", () => {});
  }

  /** Takes a connection on which TLS has agreed on HTTP/2. */
  accept(socket: Socket): void {
    this.server.emit("connection", socket);
  }

  /** Ends idle sessions, and answers that the client does not take; times in milliseconds. */
  sweep(now: number, limits: WebLimits): void {
    for (const [session, state] of this.sessions) {
      if (state.streams.size === 0) {
        if (now - state.idleSince >= (state.served ? limits.keepAlive : limits.headers)) session.destroy();
      } else this.cutStalled(state, now, limits.write);
    }
  }

  /** Lets requests in flight end. */
  closeIdle(): void {
    for (const session of this.sessions.keys()) if (!session.closed) session.close();
  }

  private watch(session: ServerHttp2Session): void {
    const state: Session = { streams: new Map(), idleSince: performance.now(), served: false };
    this.sessions.set(session, state);
    session.once("close", () => this.sessions.delete(session));
    session.on("error", () => {});
    session.on("stream", (stream) => {
      state.served = true;
      state.streams.set(stream, 0);
      stream.once("close", () => {
        state.streams.delete(stream);
        state.idleSince = performance.now();
      });
    });
  }

  private cutStalled({ streams }: Session, now: number, write: number): void {
    for (const [stream, since] of streams) {
      if (!stream.headersSent) continue;
      if (since === 0) streams.set(stream, now);
      else if (now - since >= write) {
        this.observer.count("response stalled");
        stream.destroy();
      }
    }
  }
}
