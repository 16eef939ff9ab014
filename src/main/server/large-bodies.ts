import type { ServerResponse } from "node:http";
import { bodiesLimit } from "../process-limits.ts";
import type { SlowClients } from "./slow-clients.ts";

/** Where bodies lie. */
interface BodyMemory {
  /** Whether bodies, those that are not sent yet included, use all the memory that they may. */
  readonly isFull: boolean;
}

/** Who waits for room, and when that has to end. */
interface Waiting {
  readonly until: number;
  readonly response: ServerResponse;
  readonly start: () => void;
  readonly late: () => void;
}

/** Large bodies that clients do take, but slowly, may use this much memory before others wait for them, in bytes. */
const MAX_HELD = bodiesLimit();

/** Between two looks at the clients that others wait for, in milliseconds. */
const LOOK = 50;

/**
 * Bounds the memory of large bodies: a new scrape waits for those that are on their way, and all who wait share one.
 * Times are on the clock of `performance.now()`.
 */
export class LargeBodies {
  private readonly slowClients: SlowClients;
  private readonly memory: BodyMemory;
  /** Scrapes that have no body yet. */
  private readonly started = new Set<ServerResponse>();
  private waiting: Waiting[] = [];
  private looking: NodeJS.Timeout | undefined;

  constructor(slowClients: SlowClients, memory: BodyMemory) {
    this.slowClients = slowClients;
    this.memory = memory;
  }

  /**
   * Starts a scrape when there is room for its body, or at `until` does what is to be done then; does nothing for a
   * response that is closed.
   */
  whenRoom(response: ServerResponse, until: number, start: () => void, late: () => void = start): void {
    this.started.delete(response);
    if (response.destroyed) return;
    const now = performance.now();
    const waiting: Waiting = { until, response, start, late };
    if (this.waiting.length === 0 && this.hasRoom(now)) return this.start(waiting);
    this.waiting.push(waiting);
    this.looking ??= setInterval(() => this.look(), LOOK);
  }

  /** Sends the body after the headers, which are written. */
  send(response: ServerResponse, body: Buffer): void {
    this.started.delete(response);
    this.slowClients.send(response, body);
  }

  /** The response is closed: it waits for nothing. */
  closed(response: ServerResponse): void {
    this.started.delete(response);
    if (this.waiting.length === 0) return;
    this.waiting = this.waiting.filter((each) => each.response !== response);
    this.look();
  }

  private start({ response, start }: Waiting, run = start): void {
    this.started.add(response);
    run();
  }

  private look(): void {
    const now = performance.now();
    this.slowClients.dropLarge(now);
    const hasRoom = this.hasRoom(now);
    const ready = this.waiting.filter(({ until }) => hasRoom || until <= now);
    this.waiting = this.waiting.filter((each) => !ready.includes(each));
    if (this.waiting.length === 0) {
      clearInterval(this.looking);
      this.looking = undefined;
    }
    for (const each of ready) this.start(each, hasRoom ? each.start : each.late);
  }

  /** One body that a client does not take, or not yet, is no reason to wait; two are. */
  private hasRoom(now: number): boolean {
    if (this.memory.isFull) return false;
    // The usual case.
    if (!this.slowClients.hasLarge) return true;
    const taken = new Set<Buffer>();
    const untaken = new Set<Buffer>();
    for (const { body, isTaken } of this.slowClients.largeBodies(now)) (isTaken ? taken : untaken).add(body);
    if (untaken.size + Math.min(this.started.size, 1) > 1) return false;
    let bytes = 0;
    for (const { length } of taken) bytes += length;
    return bytes < MAX_HELD;
  }
}
