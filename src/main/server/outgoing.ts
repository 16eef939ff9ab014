import type { ServerResponse } from "node:http";
import type { Observer } from "../self/observer.ts";

/** A response on its way; times are on the clock of `performance.now()`, in milliseconds. */
interface Sending {
  readonly body: Buffer;
  readonly since: number;
  /** When the client last took some of it. */
  progressAt: number;
}

/** Who waits for room, and when that has to end. */
interface Waiting {
  readonly until: number;
  readonly response: ServerResponse;
  readonly start: () => void;
}

/** Bodies from this size on are sent in pieces and one after the other, in bytes. */
const LARGE = 1 << 20;
const PIECE = 1 << 16;

/** Large bodies that clients do take, but slowly, may use this much memory before others wait for them. */
const MAX_HELD = 64 << 20;

/** A client that takes a large body takes some of it in this time, in milliseconds. */
const PROGRESS = 500;

/** When others need its place, a client that has taken nothing for this long is cut, in milliseconds. */
const GIVES_WAY = 2000;

/** However steadily a client takes a body, it has this long for it, in milliseconds. */
const LONGEST = 30_000;

/** Between two looks at the clients that others wait for, in milliseconds. */
const LOOK = 50;

/**
 * Responses on their way to clients. Clients that do not read must neither keep others out nor fill the memory: a new
 * scrape waits for the large bodies on their way, and those who wait share one; who does not take his is cut.
 */
export class Outgoing {
  private readonly observer: Observer;
  private readonly sending = new Map<ServerResponse, Sending>();
  /** Scrapes that have no body yet. */
  private readonly started = new Set<ServerResponse>();
  /** How many of those that are sent have a large body. */
  private large = 0;
  private waiting: Waiting[] = [];
  private looking: NodeJS.Timeout | undefined;

  constructor(observer: Observer) {
    this.observer = observer;
  }

  /** Starts a scrape when there is room for its body, at the latest after half of the time that it has. */
  whenRoom(response: ServerResponse, deadline: number, start: () => void): void {
    const now = performance.now();
    if (this.waiting.length === 0 && this.hasRoom(now)) return this.start({ until: now, response, start });
    this.waiting.push({ until: (now + deadline) / 2, response, start });
    this.looking ??= setInterval(() => this.look(), LOOK);
  }

  /** Sends the body; the head is written. */
  send(response: ServerResponse, body: Buffer): void {
    this.started.delete(response);
    const since = performance.now();
    const sending = { body, since, progressAt: since };
    this.sending.set(response, sending);
    if (body.length >= LARGE) this.large++;
    if (body.length < LARGE || response.req.method === "HEAD") response.end(body);
    else this.sendPiece(response, sending, 0);
  }

  /** The response is closed. */
  closed(response: ServerResponse): void {
    this.forget(response);
    if (this.waiting.length > 0) this.look();
  }

  /** Cuts the oldest response whose client takes nothing; false when there is none. */
  makeRoom(): boolean {
    const now = performance.now();
    for (const [response, { progressAt }] of this.sending) {
      if (now - progressAt < GIVES_WAY) continue;
      this.cutOff(response);
      return true;
    }
    return false;
  }

  private sendPiece(response: ServerResponse, sending: Sending, start: number): void {
    const { body, since } = sending;
    sending.progressAt = performance.now();
    const end = start + PIECE;
    if (response.destroyed) return;
    if (end >= body.length) response.end(body.subarray(start));
    else if (sending.progressAt - since > LONGEST) this.cutOff(response);
    else response.write(body.subarray(start, end), () => this.sendPiece(response, sending, end));
  }

  private start({ response, start }: Waiting): void {
    this.started.add(response);
    start();
  }

  /** One body that a client does not take, or not yet, is no reason to wait; two are. */
  private hasRoom(now: number): boolean {
    // The usual case.
    if (this.large === 0) return true;
    const taken = new Set<Buffer>();
    const untaken = new Set<Buffer>();
    for (const { body, since, progressAt } of this.sending.values()) {
      if (body.length < LARGE) continue;
      const isTaken = now - since >= PROGRESS && now - progressAt < PROGRESS;
      (isTaken ? taken : untaken).add(body);
    }
    if (untaken.size + Math.min(this.started.size, 1) > 1) return false;
    let bytes = 0;
    for (const { length } of taken) bytes += length;
    return bytes < MAX_HELD;
  }

  private look(): void {
    const now = performance.now();
    for (const [response, { body, progressAt }] of this.sending) {
      if (body.length >= LARGE && now - progressAt >= GIVES_WAY) this.cutOff(response);
    }
    const hasRoom = this.hasRoom(now);
    const ready = this.waiting.filter(({ until }) => hasRoom || until <= now);
    this.waiting = this.waiting.filter((each) => !ready.includes(each));
    if (this.waiting.length === 0) {
      clearInterval(this.looking);
      this.looking = undefined;
    }
    for (const each of ready) this.start(each);
  }

  private forget(response: ServerResponse): void {
    this.started.delete(response);
    const sending = this.sending.get(response);
    if (sending === undefined) return;
    this.sending.delete(response);
    if (sending.body.length >= LARGE) this.large--;
  }

  private cutOff(response: ServerResponse): void {
    this.forget(response);
    this.observer.count("response stalled");
    response.destroy();
  }
}
