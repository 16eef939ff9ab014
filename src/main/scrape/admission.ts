import type { Observer } from "../self/observer.ts";

/** The bound on scrapes at a time. */
export interface Admission {
  /** Undefined: too many in flight. */
  admit(): Ticket | undefined;
}

/** The place of one scrape, held from its admission until its response is closed. */
export interface Ticket {
  /** The response is closed; idempotent. */
  release(): void;
}

/** Admits as many scrapes at a time as `--web.max-requests` allows. */
export class ScrapeAdmission implements Admission {
  private readonly limit: number;
  private readonly makeRoom: () => boolean;
  private readonly observer: Observer;
  private inFlight = 0;

  /**
   * `limit`: 0 means no limit. `makeRoom`: disconnects a client that takes nothing of its response, whose own
   * release may come later; false when there is none.
   */
  constructor(limit: number, makeRoom: () => boolean, observer: Observer) {
    this.limit = limit > 0 ? limit : Infinity;
    this.makeRoom = makeRoom;
    this.observer = observer;
  }

  admit(): Ticket | undefined {
    if (this.inFlight >= this.limit && !this.makeRoom()) return undefined;
    this.change(1);
    let isHeld = true;
    return {
      release: () => {
        if (isHeld) this.change(-1);
        isHeld = false;
      },
    };
  }

  private change(by: number): void {
    this.inFlight += by;
    this.observer.set("scrapes in flight", this.inFlight);
  }
}
