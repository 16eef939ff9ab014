import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { WebLimits } from "./limits.ts";
import { RAW_REPLIES, replyRaw } from "./replies.ts";
import type { Sweeper, Swept } from "./sweeper.ts";

/** As HTTP/1 announces it, and HTTP/2 where the length is known. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
}

/** Where a connection is; times are in milliseconds on the clock of `performance.now()`. */
interface State {
  /** `headers`: those of a request are awaited, `idle`: no request has begun. */
  phase: "headers" | "request" | "idle";
  /** When this phase began, or the last request. */
  since: number;
  /** Those that are not closed. */
  readonly responses: Set<ServerResponse>;
  /** Whether the client of the last request wants to go on with the connection. */
  isKept: boolean;
  /** The last request, where it has a body. */
  body: IncomingMessage | undefined;
  /** Bytes that had arrived when it became idle. */
  bytes: number;
}

/**
 * The HTTP/1 side of every connection, plain or inside TLS. It listens nowhere: connections are handed to it. A Node.js
 * server that does not listen holds no connection against its times, and one that does wakes up for it all the time.
 */
export class Http1 implements Swept {
  private readonly server: Server;
  private readonly limits: WebLimits;
  private readonly sweeper: Sweeper;
  private readonly handler: RequestListener;
  private readonly connections = new Map<Socket, State>();

  constructor(limits: WebLimits, sweeper: Sweeper, handler: RequestListener) {
    this.limits = limits;
    this.sweeper = sweeper;
    this.handler = handler;
    this.server = createServer(
      {
        keepAliveTimeout: limits.keepAlive,
        maxHeaderSize: limits.headBytes,
        // Spares the events of a body that is not there; older versions of Node.js pass over it.
        optimizeEmptyRequests: true,
      },
      (req, res) => this.handle(req, res),
    );
    // Together with the sockets' own `allowHalfOpen`: who ends its side after the last request still gets the response.
    Object.assign(this.server, { httpAllowHalfOpen: true });
    this.server.on("connect", (_req, socket) => replyRaw(socket, RAW_REPLIES.methodNotAllowed));
  }

  accept(socket: Socket): void {
    const now = performance.now();
    const state: State = {
      phase: "headers",
      since: now,
      responses: new Set(),
      isKept: true,
      body: undefined,
      bytes: 0,
    };
    this.connections.set(socket, state);
    this.sweeper.by(now + this.limits.headers);
    socket.allowHalfOpen = true;
    // Whoever wanted to keep the connection has given up waiting; nobody collects for them any more.
    socket.once("end", () => state.responses.size > 0 && state.isKept && socket.destroy());
    this.server.emit("connection", socket);
    socket.once("close", () => this.closed(socket, state));
  }

  /** Ends connections on which a request is not complete in time. */
  sweep(now: number): number {
    let next = Infinity;
    for (const [socket, state] of this.connections) {
      const deadline = this.deadlineOf(socket, state, now);
      if (deadline > now) next = Math.min(next, deadline);
      else this.end(socket, state);
    }
    return next;
  }

  /** Closes connections between two requests. */
  closeIdle(): void {
    for (const [socket, { phase, bytes }] of this.connections)
      if (phase === "idle" && bytes === socket.bytesRead) socket.destroy();
  }

  private handle(req: IncomingMessage, res: Parameters<RequestListener>[1]): void {
    const state = this.connections.get(req.socket);
    if (state !== undefined) this.begin(state, req, res);
    this.handler(req, res);
  }

  private begin(state: State, req: IncomingMessage, res: ServerResponse): void {
    state.phase = "request";
    state.since = performance.now();
    state.responses.add(res);
    state.isKept = res.shouldKeepAlive;
    state.body = hasBody(req) ? req : undefined;
    if (state.body !== undefined) this.sweeper.by(state.since + this.limits.request);
    res.once("close", () => {
      state.responses.delete(res);
      this.becomeIdle(req.socket, state);
    });
  }

  /** Older versions of Node.js close the first response only, and the requests after it would count for ever. */
  private closed(socket: Socket, { responses }: State): void {
    this.connections.delete(socket);
    for (const response of responses) {
      response.destroy();
      response.emit("close");
    }
  }

  private becomeIdle(socket: Socket, state: State): void {
    if (state.responses.size > 0 || state.body?.complete === false) return;
    state.phase = "idle";
    state.since = performance.now();
    state.bytes = socket.bytesRead;
    const due = state.since + this.limits.keepAlive;
    if (due < this.sweeper.dueAt) this.sweeper.by(due);
  }

  private end(socket: Socket, { phase }: State): void {
    this.connections.delete(socket);
    if (phase === "headers") replyRaw(socket, RAW_REPLIES.requestTimeout);
    else socket.destroy();
  }

  private deadlineOf(socket: Socket, state: State, now: number): number {
    if (state.phase === "request") {
      if (state.body?.complete === false) return state.since + this.limits.request;
      // The rest of its body came after the response.
      this.becomeIdle(socket, state);
    } else if (state.phase === "idle" && socket.bytesRead !== state.bytes) {
      state.phase = "headers";
      state.since = now;
    }
    if (state.phase === "request") return Infinity;
    return state.since + (state.phase === "idle" ? this.limits.keepAlive : this.limits.headers);
  }
}
