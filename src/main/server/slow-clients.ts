import type { ServerResponse } from "node:http";
import type { Observer } from "../self/observer.ts";

/** A response that is not closed; times are in milliseconds on the clock of `performance.now()`. */
interface Taking {
  /** Undefined until `send`. */
  body: Buffer | undefined;
  since: number;
  /** When the client last took some of it. */
  progressAt: number;
}

/** A large body on its way. `isTaken`: the client takes it, if slowly. */
interface LargeBody {
  readonly body: Buffer;
  readonly isTaken: boolean;
}

/** Bodies from this size on are sent in pieces, in bytes. */
const LARGE = 1 << 20;
const PIECE = 1 << 16;

/** A client that takes a large body takes some of it in this time, in milliseconds. */
const PROGRESS = 500;

/** When others need its place, a client that has taken nothing for this long is disconnected, in milliseconds. */
const GIVES_WAY = 2000;

/** However steadily a client takes a body, it has this long for it, in milliseconds. */
const LONGEST = 30_000;

/**
 * The one rule for clients that do not read what they asked for, whatever the protocol: a client that takes nothing of
 * its response is disconnected after a while, and sooner when others need its place.
 */
export class SlowClients {
  private readonly observer: Observer;
  /** Oldest first. */
  private readonly taking = new Map<ServerResponse, Taking>();
  /** How many of them have a large body. */
  private large = 0;

  constructor(observer: Observer) {
    this.observer = observer;
  }

  get hasLarge(): boolean {
    return this.large > 0;
  }

  /** From now on the rule holds for this response; a second call changes nothing. */
  watch(response: ServerResponse): void {
    this.entryOf(response);
  }

  /** Sends the body after the headers, which are written. */
  send(response: ServerResponse, body: Buffer): void {
    const taking = this.entryOf(response);
    taking.body = body;
    taking.since = taking.progressAt = performance.now();
    if (body.length >= LARGE) this.large++;
    if (body.length < LARGE || response.req.method === "HEAD") response.end(body);
    else this.sendPiece(response, taking, body, 0);
  }

  /**
   * Disconnects who has taken nothing for `patience` milliseconds. Returns the earliest time at which others will have,
   * infinity where there are none.
   */
  sweep(now: number, patience: number): number {
    let next = Infinity;
    for (const [response, taking] of this.taking) {
      const left = patience - stalledFor(response, taking, now);
      if (left <= 0) this.disconnect(response);
      else next = Math.min(next, now + left);
    }
    return next;
  }

  /** Disconnects the oldest client that takes nothing; false when there is none. */
  makeRoom(now = performance.now()): boolean {
    for (const [response, taking] of this.taking) {
      if (stalledFor(response, taking, now) < GIVES_WAY) continue;
      this.disconnect(response);
      return true;
    }
    return false;
  }

  /** As `makeRoom`, for all that have a large body. */
  dropLarge(now: number): void {
    for (const [response, taking] of this.taking) {
      if (isLarge(taking) && stalledFor(response, taking, now) >= GIVES_WAY) this.disconnect(response);
    }
  }

  /** The large bodies on their way; the same body may come more than once. */
  *largeBodies(now: number): Iterable<LargeBody> {
    for (const { body, since, progressAt } of this.taking.values()) {
      if (body === undefined || body.length < LARGE) continue;
      yield { body, isTaken: now - since >= PROGRESS && now - progressAt < PROGRESS };
    }
  }

  private entryOf(response: ServerResponse): Taking {
    let taking = this.taking.get(response);
    if (taking === undefined) {
      const now = performance.now();
      this.taking.set(response, (taking = { body: undefined, since: now, progressAt: now }));
      response.once("close", () => this.forget(response));
    }
    return taking;
  }

  private sendPiece(response: ServerResponse, taking: Taking, body: Buffer, start: number): void {
    taking.progressAt = performance.now();
    const end = start + PIECE;
    if (response.destroyed) return;
    if (end >= body.length) response.end(body.subarray(start));
    else if (taking.progressAt - taking.since > LONGEST) this.disconnect(response);
    else response.write(body.subarray(start, end), () => this.sendPiece(response, taking, body, end));
  }

  private disconnect(response: ServerResponse): void {
    this.forget(response);
    this.observer.count("response stalled");
    response.destroy();
  }

  private forget(response: ServerResponse): void {
    const taking = this.taking.get(response);
    if (taking === undefined) return;
    this.taking.delete(response);
    if (isLarge(taking)) this.large--;
  }
}

function isLarge({ body }: Taking): boolean {
  return body !== undefined && body.length >= LARGE;
}

/** Milliseconds for which the client has taken nothing of a response that has begun. */
function stalledFor(response: ServerResponse, taking: Taking, now: number): number {
  // It waits for its values, or for a response before it on the same connection.
  if (!response.headersSent || response.socket === null) taking.progressAt = now;
  return now - taking.progressAt;
}
