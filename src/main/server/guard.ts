import type { IncomingMessage, ServerResponse } from "node:http";
import { stackOf } from "../log/stack.ts";
import type { Authenticator } from "./auth/authenticator.ts";
import type { Verdict } from "./auth/check-queue.ts";
import { discardBody } from "./body.ts";
import type { LiveConfig } from "./config/live-config.ts";
import type { Handler } from "./handler.ts";
import { hasBody } from "./http1.ts";
import type { WebLimits } from "./limits.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { reply, replyAndClose } from "./replies.ts";
import type { Sweeper } from "./sweeper.ts";
import { hasProvenIdentity } from "./tls/client-certificate.ts";
import type { WebServices } from "./web.ts";

/** What stands between every request and its handler: rate limit, headers, body, authentication, in this order. */
export class Guard {
  private readonly handler: Handler;
  private readonly live: LiveConfig;
  private readonly authenticator: Authenticator;
  private readonly services: WebServices;
  private readonly sweeper: Sweeper;
  private readonly limits: WebLimits;
  private readonly limiter: RateLimiter | undefined;
  /** Connections are then closed after the response. */
  closing = false;

  constructor(
    handler: Handler,
    live: LiveConfig,
    authenticator: Authenticator,
    services: WebServices,
    sweeper: Sweeper,
    limits: WebLimits,
  ) {
    this.handler = handler;
    this.live = live;
    this.authenticator = authenticator;
    this.services = services;
    this.sweeper = sweeper;
    this.limits = limits;
    const { rateLimit } = live.effective.config;
    this.limiter = rateLimit && new RateLimiter(rateLimit, performance.now());
  }

  /** As `handle`, for requests of HTTP/1. */
  readonly handleHttp1 = (req: IncomingMessage, res: ServerResponse): void => {
    this.begin(res);
    if (!refuse(req, res)) this.admit(req, res);
  };

  readonly handle = (req: IncomingMessage, res: ServerResponse): void => {
    this.begin(res);
    this.admit(req, res);
  };

  /** Users let nobody else in. */
  private readonly isAuthenticated = ({ socket }: IncomingMessage): boolean => {
    const { users, tls } = this.live.effective.config;
    return users.size > 0 || (tls !== undefined && hasProvenIdentity(socket, tls));
  };

  private begin(res: ServerResponse): void {
    const { sweeper } = this;
    const now = performance.now();
    this.services.slowClients.watch(res);
    const due = now + this.limits.write;
    if (due < sweeper.dueAt) sweeper.by(due);
    // The web configuration may have changed.
    if (now >= sweeper.restsUntil) sweeper.look(now);
  }

  private admit(req: IncomingMessage, res: ServerResponse): void {
    if (this.closing) res.shouldKeepAlive = false;
    if (this.limiter?.allow(performance.now()) === false) {
      this.services.observer.count("request over the rate limit");
      reply(res, 429, "Too Many Requests\n");
      return;
    }
    const { headers, users } = this.live.effective.config;
    for (const [name, value] of headers) res.setHeader(name, value);
    if (hasBody(req) && !discardBody(req, res, this.limits.bodyBytes)) return;
    if (users.size === 0) {
      this.run(req, res);
      return;
    }
    this.authenticator.use(users);
    const { authorization } = req.headers;
    this.authenticator.check(authorization, req.socket.remoteAddress ?? "", (verdict) =>
      this.decide(verdict, req, res),
    );
  }

  private decide(verdict: Verdict, req: IncomingMessage, res: ServerResponse): void {
    // The client may have gone while its password was checked.
    if (res.destroyed) return;
    if (verdict === "accepted") this.run(req, res);
    else if (verdict === "refused") reply(res, 401, "Unauthorized\n", { "WWW-Authenticate": "Basic" });
    else reply(res, 503, "Too many passwords are being checked, try again later.\n", { "Retry-After": "1" });
  }

  private run(req: IncomingMessage, res: ServerResponse): void {
    try {
      this.handler(req, res, this.isAuthenticated);
    } catch (error) {
      this.services.log("error", "request failed", { err: stackOf(error) });
      if (res.headersSent) req.socket.destroy();
      else reply(res, 500, "Internal Server Error\n");
    }
  }
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
