import type { IncomingMessage, ServerResponse } from "node:http";
import type { Client } from "../scrape/answer.ts";
import { landingPage } from "./landing.ts";
import { acceptsGzip, negotiateFormat } from "./negotiate.ts";
import type { CollectorQuery } from "./query.ts";
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

/** What the handler needs of the rest of the program. */
export interface ScrapeService {
  readonly query: CollectorQuery;
  /** `deadline` is on the clock of `performance.now()`. */
  scrape(collectors: readonly number[], key: string, deadline: number, client: Client): void;
  answered(code: number): void;
  inFlight(count: number): void;
  readonly ready: boolean;
}

const TEXT = "text/plain; charset=utf-8";

/** When all scrapes at a time are taken, a response that is still not sent after this long gives way, in milliseconds. */
const GIVES_WAY = 2000;

/** Answers the requests of all listeners. */
export function createHandler(
  options: HandlerOptions,
  service: ScrapeService,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { telemetryPath } = options;
  const page = telemetryPath === "/" ? undefined : landingPage(options.version, telemetryPath);
  const metrics = metricsHandler(options, service);
  return (request, response) => {
    const url = request.url ?? "/";
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    if (request.method !== "GET" && request.method !== "HEAD") return refuseMethod(response);
    if (path === telemetryPath) return metrics(request, response, mark < 0 ? undefined : url.slice(mark + 1));
    if (path === "/-/healthy") return plain(response, 200, "Healthy\n");
    if (path === "/-/ready")
      return service.ready ? plain(response, 200, "Ready\n") : plain(response, 503, "Not ready\n");
    if (path === "/" && page !== undefined) return send(response, 200, "text/html; charset=UTF-8", page);
    return plain(response, 404, "404 page not found\n");
  };
}

function metricsHandler(options: HandlerOptions, service: ScrapeService) {
  let inFlight = 0;
  const unsent: Unsent = new Map();
  return (request: IncomingMessage, response: ServerResponse, query: string | undefined): void => {
    const choice = service.query.choose(query);
    if ("refused" in choice) return plain(response, 400, choice.refused);
    if (options.maxRequests > 0 && inFlight >= options.maxRequests && !makeRoom(unsent)) {
      service.answered(503);
      return plain(response, 503, `Limit of concurrent requests reached (${options.maxRequests}), try again later.\n`);
    }
    service.inFlight(++inFlight);
    const { headers } = request;
    let code = 200;
    let release: (() => void) | undefined;
    response.once("close", () => {
      release?.();
      unsent.delete(response);
      service.inFlight(--inFlight);
      service.answered(code);
    });
    const { format, contentType } = negotiateFormat(headers.accept, options.openMetrics);
    const seconds = scrapeSeconds(
      headers["x-prometheus-scrape-timeout-seconds"],
      options.defaultTimeout,
      options.timeoutMargin,
    );
    service.scrape(choice.collectors, choice.key, performance.now() + seconds * 1000, {
      format,
      names: choice.names,
      gzip: acceptsGzip(acceptEncoding(headers["accept-encoding"])),
      respond(body, gzipped, sent) {
        if (response.destroyed) return sent();
        release = sent;
        unsent.set(response, performance.now());
        response.writeHead(
          200,
          gzipped
            ? ["Content-Type", contentType, "Content-Encoding", "gzip", "Content-Length", String(body.length)]
            : ["Content-Type", contentType, "Content-Length", String(body.length)],
        );
        response.end(body);
      },
      fail(message) {
        code = 500;
        if (!response.headersSent) plain(response, 500, message);
      },
    });
  };
}

/** Responses on their way to the client, the oldest first, with the time on the clock of `performance.now()`. */
type Unsent = Map<ServerResponse, number>;

/** Clients that do not read must not keep others out: cuts the oldest response if it is old enough. */
function makeRoom(unsent: Unsent): boolean {
  const [oldest] = unsent;
  if (oldest === undefined || performance.now() - oldest[1] < GIVES_WAY) return false;
  unsent.delete(oldest[0]);
  oldest[0].destroy();
  return true;
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
