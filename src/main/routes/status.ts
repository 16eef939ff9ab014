import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "../log/log.ts";
import { stackOf } from "../log/stack.ts";
import type { IsAuthenticated } from "../server/handler.ts";
import { reply, type ReplyHeaders, replyHtml } from "../server/replies.ts";
import { acceptsHtml } from "./negotiate.ts";
import { READING, type Route } from "./route.ts";

/** What there is to show of the exporter. */
interface Status {
  json(isDetailed: boolean): Promise<string>;
  page(isDetailed: boolean): Promise<{ readonly html: string; readonly contentSecurityPolicy: string }>;
}

/** How the status is served. */
export interface StatusService {
  readonly status: Status;
  /** Whether details are for everybody. */
  readonly isOpen: boolean;
  readonly log: Log;
}

const FRESH: ReplyHeaders = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

/** `/-/status`: the status as JSON. */
export function statusRoute({ status, isOpen, log }: StatusService): Route {
  return {
    path: "/-/status",
    methods: READING,
    handle(request, response, _query, isAuthenticated) {
      const isDetailed = isOpen || isAuthenticated(request);
      const headers = { ...FRESH, "Content-Type": "application/json" };
      answer(response, log, status.json(isDetailed), (json) => reply(response, 200, json, headers));
    },
  };
}

/** `landing` for browsers: they get the status page instead. */
export function statusPageRoute({ status, isOpen, log }: StatusService, landing: Route): Route {
  const handle = (request: IncomingMessage, response: ServerResponse, isAuthenticated: IsAuthenticated): void => {
    const isDetailed = isOpen || isAuthenticated(request);
    answer(response, log, status.page(isDetailed), ({ html, contentSecurityPolicy }) =>
      replyHtml(response, 200, html, {
        ...FRESH,
        Vary: "Accept",
        "Content-Security-Policy": contentSecurityPolicy,
        "Referrer-Policy": "no-referrer",
      }),
    );
  };
  return {
    ...landing,
    handle(request, response, query, isAuthenticated) {
      if (acceptsHtml(request.headers.accept)) handle(request, response, isAuthenticated);
      else landing.handle(request, response, query, isAuthenticated);
    },
  };
}

/** `send`: unless the client has gone meanwhile. */
function answer<T>(response: ServerResponse, log: Log, shown: Promise<T>, send: (shown: T) => void): void {
  shown.then(
    (content) => {
      if (!response.destroyed) send(content);
    },
    (error: unknown) => {
      log("error", "the status cannot be shown", { err: stackOf(error) });
      reply(response, 500, "Internal Server Error\n");
    },
  );
}
