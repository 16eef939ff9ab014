import type { IncomingMessage, ServerResponse } from "node:http";
import type { Observer } from "../self/observer.ts";
import type { Client } from "../exposition/answer.ts";
import { landingPage } from "./landing.ts";
import { acceptsGzip, negotiateFormat } from "./negotiate.ts";
import type { Outgoing } from "../server/outgoing.ts";
import type { CollectorQuery } from "./query.ts";
import { parseTarget } from "../server/request-target.ts";
import { scrapeSeconds } from "./timeout.ts";

export interface HandlerOptions {
  readonly telemetryPath: string;
  readonly version: string;
  /** Scrapes at a time; 0: no limit. */
  readonly maxRequests: number;
  readonly openMetrics: boolean;
  /** Seconds. */
  readonly defaultTimeout: number;
  readonly timeoutMargin: number;
}

/** Where scrapes are asked for. */
export interface Scrape {
  /** `deadline` is on the clock of `performance.now()`. */
  request(collectors: readonly number[], key: string, deadline: number, client: Client): void;
}

/** What the handler needs of the rest of the program. */
export interface ScrapeService {
  readonly query: CollectorQuery;
  readonly scrape: Scrape;
  readonly observer: Observer;
  readonly outgoing: Outgoing;
}

const TEXT = "text/plain; charset=utf-8";

/** Answers the requests of all listeners. */
export function createHandler(
  options: HandlerOptions,
  service: ScrapeService,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { telemetryPath } = options;
  const page = telemetryPath === "/" ? undefined : landingPage(options.version, telemetryPath);
  const metrics = metricsHandler(options, service);
  return (request, response) => {
    const { path, query } = parseTarget(request.url ?? "/");
    if (request.method !== "GET" && request.method !== "HEAD") return refuseMethod(response);
    if (path === telemetryPath) return metrics(request, response, query);
    if (path === "/-/healthy") return plain(response, 200, "Healthy\n");
    if (path === "/-/ready") return plain(response, 200, "Ready\n");
    if (path === "/" && page !== undefined) return send(response, 200, "text/html; charset=UTF-8", page);
    return plain(response, 404, "404 page not found\n");
  };
}

function metricsHandler(options: HandlerOptions, service: ScrapeService) {
  let inFlight = 0;
  const { observer, outgoing } = service;
  return (request: IncomingMessage, response: ServerResponse, query: string | undefined): void => {
    const choice = service.query.choose(query);
    if ("refused" in choice) return plain(response, 400, choice.refused);
    if (options.maxRequests > 0 && inFlight >= options.maxRequests && !outgoing.makeRoom()) {
      observer.answered(503);
      return plain(response, 503, `Limit of concurrent requests reached (${options.maxRequests}), try again later.\n`);
    }
    observer.set("scrapes in flight", ++inFlight);
    const { headers } = request;
    let release: (() => void) | undefined;
    response.once("close", () => {
      release?.();
      outgoing.closed(response);
      observer.set("scrapes in flight", --inFlight);
      observer.answered(response.statusCode);
    });
    const { format, contentType } = negotiateFormat(headers.accept, options.openMetrics);
    const seconds = scrapeSeconds(
      headers["x-prometheus-scrape-timeout-seconds"],
      options.defaultTimeout,
      options.timeoutMargin,
    );
    const deadline = performance.now() + seconds * 1000;
    const client: Client = {
      format,
      names: choice.names,
      gzip: acceptsGzip(acceptEncoding(headers["accept-encoding"])),
      respond(body, gzipped, sent) {
        if (response.destroyed) return sent();
        release = sent;
        response.writeHead(
          200,
          gzipped
            ? ["Content-Type", contentType, "Content-Encoding", "gzip", "Content-Length", String(body.length)]
            : ["Content-Type", contentType, "Content-Length", String(body.length)],
        );
        outgoing.send(response, body);
      },
      fail() {
        if (!response.headersSent) plain(response, 500, "Internal Server Error\n");
      },
    };
    outgoing.whenRoom(response, deadline, () => {
      if (!response.destroyed) service.scrape.request(choice.collectors, choice.key, deadline, client);
    });
  };
}

function acceptEncoding(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? header : header?.join(",");
}

function refuseMethod(response: ServerResponse): void {
  response.setHeader("Allow", "GET, HEAD");
  plain(response, 405, "Method Not Allowed\n");
}

function plain(response: ServerResponse, status: number, body: string): void {
  response.setHeader("X-Content-Type-Options", "nosniff");
  send(response, status, TEXT, body);
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { "Content-Type": contentType, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}
