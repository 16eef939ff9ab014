import { failedSection, type Section } from "../../workers/protocol/section.ts";
import type { Collection } from "./collection.ts";
import type { LaneRun } from "./lane.ts";
import type { Owner, Owners } from "./owners.ts";
import type { Splitter } from "./splitter.ts";
import type { Upkeep } from "./upkeep.ts";

/** Collectors that one lane runs, and the collections that they are run for. */
interface Run<W> {
  readonly owner: Owner;
  readonly collections: readonly Collection<W>[];
  readonly collectors: readonly number[];
  readonly startedAt: number;
  /** Milliseconds that those wait who asked for it. */
  readonly patience: number;
  /** Collections that wait for it to end before their own turn comes. */
  readonly next: Collection<W>[];
}

/** Collectors are given this long at least, in milliseconds. */
const LEAST_TIME = 500;

/** A worker is watched as for clients that wait this long at least, in milliseconds. */
const LEAST_PATIENCE = 2000;

/** Who is told of runs. */
interface RunObserver<W> {
  /** The last run of a collection has ended. `isOwn`: these are all its sections, and no others. */
  complete(collection: Collection<W>, sections: readonly Section[], isOwn: boolean): void;
  /** Something threw that these collections cannot get over. */
  broken(collections: readonly Collection<W>[], error: unknown): void;
  /** A lane is free, or collectors have another owner. */
  changed(): void;
}

/** The runs that are under way, one a lane at most. */
export class Runs<W> {
  private readonly owners: Owners;
  private readonly splitter: Splitter;
  private readonly upkeep: Upkeep;
  private readonly observer: RunObserver<W>;
  private readonly byOwner = new Map<Owner, Run<W>>();

  constructor(owners: Owners, splitter: Splitter, upkeep: Upkeep, observer: RunObserver<W>) {
    this.owners = owners;
    this.splitter = splitter;
    this.upkeep = upkeep;
    this.observer = observer;
  }

  isBusy(owner: Owner): boolean {
    return this.byOwner.has(owner);
  }

  /** What lanes have published so far for a collection. */
  published(collection: Collection<W>): Section[] {
    const runs = [...this.byOwner.values()].filter(({ collections }) => collections.includes(collection));
    return runs.flatMap(({ owner }) => owner.lane.reader.sections());
  }

  /** The lane has to be free. `isSuspect`: it takes over from one that got stuck. */
  private begin(
    owner: Owner,
    collections: readonly Collection<W>[],
    collectors: readonly number[],
    isSuspect = false,
  ): void {
    const patience = collections.reduce((longest, each) => Math.max(longest, each.patience), LEAST_PATIENCE);
    const now = performance.now();
    const deadline = collections.reduce((latest, each) => Math.max(latest, each.deadline), now + LEAST_TIME);
    const run: Run<W> = { owner, collections, collectors, startedAt: now, patience, next: [] };
    this.byOwner.set(owner, run);
    for (const collection of collections) collection.runBegins();
    const watcher = this.watcher(run);
    owner.lane.collect(collectors, deadline - now, watcher);
    owner.lane.watch(patience, isSuspect, watcher);
  }

  /** Has an owner run its share of a collection, at once or when its lane is free, unless that is hopeless. */
  start(owner: Owner, collection: Collection<W>): void {
    const now = performance.now();
    const run = this.byOwner.get(owner);
    if (run !== undefined) {
      // It has lasted for longer than anybody here waits at all: it may well go on for ever.
      if (collection.patience > now - run.startedAt) this.queue(run, collection);
      return;
    }
    const share = owner.share(collection.collectors);
    const refusal = this.owners.refusal(owner, now);
    if (refusal === undefined) this.begin(owner, [collection], share);
    else for (const collector of share) collection.keep(failedSection(collector, refusal));
  }

  /** The collection's turn comes when the run has ended. */
  private queue(run: Run<W>, collection: Collection<W>): void {
    run.next.push(collection);
    collection.runBegins();
  }

  private watcher(run: Run<W>): LaneRun {
    return {
      ended: (failure) => this.guard(run, () => this.ended(run, failure)),
      stuck: () => this.guard(run, () => this.stuck(run)),
    };
  }

  private ended(run: Run<W>, failure: string | undefined): void {
    const { owner, collections } = run;
    this.byOwner.delete(owner);
    const sections = owner.lane.reader.sections();
    if (failure === undefined) this.succeeded(run, sections);
    else sections.push(...this.owners.failed(owner, run.collectors, sections, failure));
    for (const collection of collections) {
      if (collection.runEnds(sections)) this.observer.complete(collection, sections, collections.length === 1);
    }
    this.goOn(run);
    if (this.maySize) this.upkeep.resize(this.byOwner.size > 0);
    this.observer.changed();
  }

  private succeeded({ owner, startedAt }: Run<W>, sections: readonly Section[]): void {
    const hasFaults = owner.role === "isolated" && sections.some(({ status }) => status === "failed");
    owner.ran(performance.now() - startedAt, hasFaults);
    const { leftOut, shared } = this.owners;
    if (owner.role === "isolated" && shared.length === 0) owner.become("shared");
    if (leftOut !== undefined && owner.role === "shared") this.upkeep.readmit(leftOut, owner);
    if (this.maySize) this.upkeep.record(sections);
  }

  /** Whether the number of lanes is to be thought about: not where there is one and no more may come. */
  private get maySize(): boolean {
    return this.upkeep.mayGrow || this.owners.all.length > 1;
  }

  /** Runs once for all that have waited for this lane. */
  private goOn({ owner, next }: Run<W>): void {
    const waiting = next.filter(({ hasWaiters }) => hasWaiters);
    const collectors = new Set(waiting.flatMap((collection) => owner.share(collection.collectors)));
    if (collectors.size > 0) this.begin(owner, waiting, [...collectors]);
    else if (owner.role === "isolated") this.upkeep.retire(owner);
    for (const collection of next) this.unqueue(collection);
  }

  /** Its turn has come, or never will. */
  private unqueue(collection: Collection<W>): void {
    if (collection.runEnds([]) && collection.hasWaiters) this.observer.complete(collection, [], false);
  }

  private stuck(run: Run<W>): void {
    const { owner, collectors } = run;
    const { reader } = owner.lane;
    const published = publishedBy(owner);
    const { running, published: seen } = reader;
    const slow = new Set(running >= 0 ? [running] : collectors.filter((collector) => !published.has(collector)));
    const isSplit = this.splitter.split({
      owner,
      slow,
      unproven: collectors.filter((collector) => !published.has(collector)),
      isStuck: () => this.byOwner.get(owner) === run && reader.published === seen,
      decided: (taker) => this.guard(run, () => this.decided(run, taker)),
    });
    if (!isSplit) this.watchAgain(run);
  }

  /** The taker goes on with what is left of a run, also where nobody waits any more: what else is stuck is found early. */
  private decided(run: Run<W>, taker: Owner | undefined): void {
    const { owner, collections } = run;
    if (taker === undefined) {
      if (owner.role === "shared") this.watchAgain(run);
    } else {
      const published = publishedBy(owner);
      const rest = taker.share(run.collectors).filter((collector) => !published.has(collector));
      const other = this.byOwner.get(taker);
      if (other !== undefined) for (const collection of collections) this.queue(other, collection);
      else if (rest.length > 0) this.begin(taker, collections, rest, true);
      this.passOn(run, taker);
    }
    this.observer.changed();
  }

  /** Collections that waited for their turn have it where their collectors are now. */
  private passOn(run: Run<W>, taker: Owner): void {
    for (const collection of run.next.splice(0)) {
      if (taker.share(collection.collectors).length > 0) this.start(taker, collection);
      if (run.owner.share(collection.collectors).length > 0) this.queue(run, collection);
      this.unqueue(collection);
    }
  }

  private watchAgain(run: Run<W>): void {
    const { owner, patience } = run;
    if (this.byOwner.get(owner) === run) owner.lane.watch(patience, false, this.watcher(run));
  }

  private guard({ collections, next }: Run<W>, step: () => void): void {
    try {
      step();
    } catch (error) {
      this.observer.broken([...collections, ...next], error);
    }
  }
}

function publishedBy({ lane }: Owner): ReadonlySet<number> {
  return new Set(lane.reader.sections().map(({ collector }) => collector));
}
