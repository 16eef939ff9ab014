import type { CollectorOptions } from "../../workers/protocol/options.ts";
import type { Section } from "../../workers/protocol/section.ts";
import { Collection } from "./collection.ts";
import { Delivery } from "./delivery.ts";
import type { ScrapeRequest } from "./collection-result.ts";
import type { SchedulerOptions, SchedulerServices } from "./lane-options.ts";
import { type Owner, Owners } from "./owners.ts";
import { type Parts, partsOf } from "./parts.ts";
import { Reconfiguration } from "./reconfiguration.ts";
import { Runs } from "./runs.ts";
import { SIZING } from "./sizing.ts";
import { Splitter } from "./splitter.ts";
import { Upkeep } from "./upkeep.ts";

/**
 * Turns requests into collections and spreads these over the lanes.
 *
 * A request joins a collection of the same collectors that has not started yet, never one that has. The collectors of a
 * collection run on the lanes of their owners. One that keeps its worker busy is left alone on that worker, and
 * the others move to another one, within the same collection.
 */
export class Scheduler<W> {
  private readonly services: SchedulerServices<W>;
  private readonly owners: Owners;
  private readonly runs: Runs<W>;
  private readonly delivery: Delivery<W>;
  private readonly parts: Parts | undefined;
  private readonly pending = new Map<string, Collection<W>>();
  /** Undefined before the first reload. */
  private reconfiguration: Reconfiguration | undefined;

  constructor(options: SchedulerOptions, services: SchedulerServices<W>) {
    const { recipient, observer, log } = services;
    this.services = services;
    this.parts = partsOf(options.names);
    this.delivery = new Delivery(options, this.parts, recipient, observer, log);
    this.owners = new Owners(options, observer, log, options.hasRoom);
    const upkeep = new Upkeep(this.owners, { ...SIZING, ...options.sizing }, log);
    this.runs = new Runs(this.owners, new Splitter(this.owners), upkeep, {
      complete: (collection, sections, isOwn) => this.finish(collection, sections, isOwn),
      broken: (collections, error) => this.break(collections, error),
      changed: () => {
        this.reconfiguration?.catchUp();
        this.pump();
      },
    });
  }

  /** Starts so many workers and makes every collector ready; rejects with StartError when one cannot be. */
  start(lanes = 1): Promise<void> {
    return this.owners.start(lanes);
  }

  /** False while no worker can be had. */
  get isReady(): boolean {
    return this.owners.isReady;
  }

  /**
   * Asks for values read from now on, by collectors in running order. `key`: the same for the same collectors.
   * `deadline` is on the clock of `performance.now()`.
   */
  request(collectors: readonly number[], key: string, deadline: number, payload: W): ScrapeRequest {
    const waiter = { since: performance.now(), deadline, payload };
    const collection = this.collectionOf(collectors, key);
    collection.join(waiter);
    this.pump();
    return {
      cancel: () => {
        collection.leave(waiter);
        this.forgetIfUnwanted(collection);
      },
    };
  }

  /**
   * Has collectors run by other options, one call at a time; `commit` is called when nothing can fail any more. Rejects
   * with the reason where one cannot be made: all stays as it is then.
   */
  reconfigure(options: CollectorOptions, commit: () => void): Promise<void> {
    this.reconfiguration ??= new Reconfiguration(this.owners, (owner) => this.runs.isBusy(owner), this.services.log);
    return this.reconfiguration.apply(options, (ended) => {
      for (const collection of this.pending.values()) collection.leaveOut(ended);
      commit();
    });
  }

  /** Ends the workers; resolves when they have ended, or after `milliseconds` where one does not. */
  close(milliseconds: number): Promise<void> {
    return this.owners.close(milliseconds);
  }

  private collectionOf(collectors: readonly number[], key: string): Collection<W> {
    const waiting = this.pending.get(key);
    if (waiting !== undefined) {
      this.services.observer.count("scrape coalesced");
      return waiting;
    }
    const collection = new Collection<W>(this.parts?.of(collectors) ?? collectors, key, (due) => this.expire(due));
    this.pending.set(key, collection);
    return collection;
  }

  /** Starts each collection, oldest first, whose lanes are free. */
  private pump(): void {
    for (const collection of this.pending.values()) {
      const owners = this.owners.of(collection.collectors);
      if (owners.some((owner) => owner.role === "shared" && this.runs.isBusy(owner))) continue;
      this.pending.delete(collection.key);
      try {
        this.startCollection(collection, owners);
      } catch (error) {
        this.break([collection], error);
      }
    }
  }

  private startCollection(collection: Collection<W>, owners: readonly Owner[]): void {
    collection.start(performance.now());
    for (const owner of owners) this.runs.start(owner, collection);
    this.services.observer.count("collection started");
    // In a later turn, since whoever asked may not be ready for the answer.
    if (!collection.isRunning) setImmediate(() => this.finish(collection, [], false));
  }

  /** Hands over what is there to those who cannot wait any longer. */
  private expire(collection: Collection<W>): void {
    const due = collection.takeDue();
    this.forgetIfUnwanted(collection);
    if (due.length > 0) this.delivery.deliver(due, () => collection.result(this.runs.published(collection), false));
  }

  private finish(collection: Collection<W>, sections: readonly Section[], isOwn: boolean): void {
    const waiters = collection.takeAll();
    if (waiters.length > 0) this.delivery.deliver(waiters, () => collection.result(sections, isOwn));
  }

  /** One that was forgotten before leaves the next one of its key alone. */
  private forgetIfUnwanted(collection: Collection<W>): void {
    const { key, hasWaiters } = collection;
    if (!hasWaiters && this.pending.get(key) === collection) this.pending.delete(key);
  }

  private break(collections: readonly Collection<W>[], error: unknown): void {
    for (const collection of collections) this.delivery.fail(collection.takeAll(), error);
  }
}
