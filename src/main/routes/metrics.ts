import type { IncomingMessage, ServerResponse } from "node:http";
import type { Client } from "../exposition/client.ts";
import type { Admission, Ticket } from "../scrape/admission.ts";
import type { ScrapeRequest } from "../scrape/collection-result.ts";
import type { Observer } from "../self/observer.ts";
import type { LargeBodies } from "../server/large-bodies.ts";
import { reply } from "../server/replies.ts";
import { acceptsGzip, negotiateFormat, type Negotiated } from "./negotiate.ts";
import type { Choice, CollectorQuery } from "./query.ts";
import { READING, type Route } from "./route.ts";

/** Longest time that a scrape is given, in seconds; a header that asks for more gets this. */
const MAX_SECONDS = 120;

/** Least time that a scrape is given, in seconds, whatever the margin. */
const MIN_SECONDS = 0.05;

export interface MetricsOptions {
  readonly telemetryPath: string;
  /** Scrapes at a time, for the message of a refusal. */
  readonly maxRequests: number;
  readonly openMetrics: boolean;
  /** Seconds. */
  readonly defaultTimeout: number;
  readonly timeoutMargin: number;
}

/** Where scrapes are asked for. */
export interface Scrape {
  /** `deadline` is on the clock of `performance.now()`. */
  request(collectors: readonly number[], key: string, deadline: number, client: Client): ScrapeRequest;
}

export interface MetricsService {
  readonly query: CollectorQuery;
  readonly admission: Admission;
  readonly scrape: Scrape;
  readonly observer: Observer;
  readonly largeBodies: LargeBodies;
}

/** `--web.telemetry-path`: a scrape. */
export function metricsRoute(options: MetricsOptions, service: MetricsService): Route {
  return {
    path: options.telemetryPath,
    methods: READING,
    handle(request, response, query) {
      const choice = service.query.choose(query);
      if ("refused" in choice) return reply(response, 400, choice.refused);
      const ticket = service.admission.admit();
      if (ticket === undefined) {
        service.observer.answered(503);
        const limit = `Limit of concurrent requests reached (${options.maxRequests}), try again later.\n`;
        return reply(response, 503, limit);
      }
      new Exchange(request, response, choice, options, service, ticket).start();
    },
  };
}

/** An admitted scrape, until its response is closed. */
class Exchange implements Client {
  readonly names: ReadonlySet<string> | undefined;
  readonly gzip: boolean;
  private readonly response: ServerResponse;
  private readonly choice: Choice;
  private readonly negotiated: Negotiated;
  private readonly deadline: number;
  private readonly service: MetricsService;
  private asked: ScrapeRequest | undefined;
  /** Gives the body's memory back. */
  private sent: (() => void) | undefined;

  constructor(
    { headers, socket }: IncomingMessage,
    response: ServerResponse,
    choice: Choice,
    options: MetricsOptions,
    service: MetricsService,
    ticket: Ticket,
  ) {
    const announced = announcedSeconds(headers["x-prometheus-scrape-timeout-seconds"]);
    const seconds = scrapeSeconds(announced, options.defaultTimeout, options.timeoutMargin);
    this.deadline = performance.now() + seconds * 1000;
    this.names = choice.names;
    this.gzip = acceptsGzip(oneText(headers["accept-encoding"]));
    this.response = response;
    this.choice = choice;
    this.negotiated = negotiateFormat(headers.accept, options.openMetrics);
    this.service = service;
    response.once("close", () => this.closed(ticket));
    const { format, gzip } = this;
    service.observer.admitted({ address: socket.remoteAddress ?? "", timeout: announced, format, gzip });
  }

  get format(): Client["format"] {
    return this.negotiated.format;
  }

  /** Collects at the latest when half of the time is over. */
  start(): void {
    const until = (performance.now() + this.deadline) / 2;
    this.service.largeBodies.whenRoom(this.response, until, () => this.collect());
  }

  /** In a later turn, since who postpones it is still busy with others. */
  postpone(): void {
    setImmediate(() => {
      const refuse = (): void => reply(this.response, 503, "Too many large responses, try again later.\n");
      this.service.largeBodies.whenRoom(this.response, this.deadline, () => this.collect(), refuse);
    });
  }

  respond(body: Buffer, gzipped: boolean, sent: () => void): void {
    const { response } = this;
    if (response.destroyed) return sent();
    this.sent = sent;
    const { contentType } = this.negotiated;
    // Node.js would keep a date until the end of the second, with a timer that wakes the process.
    const [date, length] = [new Date().toUTCString(), String(body.length)];
    response.writeHead(
      200,
      gzipped
        ? ["Date", date, "Content-Type", contentType, "Content-Encoding", "gzip", "Content-Length", length]
        : ["Date", date, "Content-Type", contentType, "Content-Length", length],
    );
    this.service.largeBodies.send(response, body);
  }

  fail(): void {
    if (!this.response.headersSent) reply(this.response, 500, "Internal Server Error\n");
  }

  private collect(): void {
    const { choice, deadline, service } = this;
    this.asked = service.scrape.request(choice.collectors, choice.key, deadline, this);
  }

  /** A client that left before its answer counts as answered with 200, as in node_exporter. */
  private closed(ticket: Ticket): void {
    const { response, service } = this;
    this.asked?.cancel();
    this.sent?.();
    service.largeBodies.closed(response);
    ticket.release();
    service.observer.answered(response.statusCode);
  }
}

function oneText(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? header : header?.join(",");
}

/** What Prometheus allows (X-Prometheus-Scrape-Timeout-Seconds); NaN where the header is absent or makes no sense. */
export function announcedSeconds(header: string | string[] | undefined): number {
  const seconds = typeof header === "string" && header !== "" ? Number(header) : Number.NaN;
  return seconds > 0 ? seconds : Number.NaN;
}

/**
 * Seconds that a scrape may take: what its client has announced less the margin, or the default less the margin where
 * it has announced nothing.
 */
export function scrapeSeconds(announced: number, defaultSeconds: number, margin: number): number {
  const allowed = announced > 0 ? Math.min(announced, MAX_SECONDS) : defaultSeconds;
  // A margin that leaves nothing would make every scrape empty: half of the time then.
  return Math.max(MIN_SECONDS, allowed - margin > 0 ? allowed - margin : allowed / 2);
}
