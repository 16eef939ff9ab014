import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "../log/log.ts";
import type { Observer } from "../self/observer.ts";
import { answer } from "./answer.ts";
import type { Authenticator, Verdict } from "./auth/authenticator.ts";
import { discardBody } from "./body.ts";
import type { LiveConfig } from "./config/live-config.ts";
import type { Handler } from "./http1.ts";
import type { WebLimits } from "./limits.ts";
import { RateLimiter } from "./rate-limiter.ts";

/** What stands between every request and its handler: rate limit, headers, body, authentication, in this order. */
export class Guard {
  private readonly handler: Handler;
  private readonly live: LiveConfig;
  private readonly authenticator: Authenticator;
  private readonly observer: Observer;
  private readonly log: Log;
  private readonly limits: WebLimits;
  private readonly limiter: RateLimiter | undefined;
  /** Connections are then closed after the response. */
  closing = false;

  constructor(
    handler: Handler,
    live: LiveConfig,
    authenticator: Authenticator,
    observer: Observer,
    log: Log,
    limits: WebLimits,
  ) {
    this.handler = handler;
    this.live = live;
    this.authenticator = authenticator;
    this.observer = observer;
    this.log = log;
    this.limits = limits;
    const { rateLimit } = live.effective.config;
    this.limiter = rateLimit && new RateLimiter(rateLimit, performance.now());
  }

  readonly handle = (req: IncomingMessage, res: ServerResponse): void => {
    if (this.closing) res.shouldKeepAlive = false;
    if (req.httpVersionMajor < 1) answer(res, 400, "HTTP/1.0 or newer is required.\n");
    else this.admit(req, res);
  };

  private admit(req: IncomingMessage, res: ServerResponse): void {
    if (this.limiter?.allow(performance.now()) === false) {
      this.observer.count("request over the rate limit");
      answer(res, 429, "Too Many Requests\n");
      return;
    }
    const { headers, users } = this.live.effective.config;
    for (const [name, value] of headers) res.setHeader(name, value);
    if (!discardBody(req, res, this.limits.bodyBytes)) return;
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
    else if (verdict === "refused") answer(res, 401, "Unauthorized\n", { "WWW-Authenticate": "Basic" });
    else answer(res, 503, "Too many logins are being checked, try again later.\n", { "Retry-After": "1" });
  }

  private run(req: IncomingMessage, res: ServerResponse): void {
    try {
      this.handler(req, res);
    } catch (error) {
      this.log("error", "Request failed", { error: String(error) });
      if (res.headersSent) req.socket.destroy();
      else answer(res, 500, "Internal Server Error\n");
    }
  }
}
