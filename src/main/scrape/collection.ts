import { detachSection, type Section } from "../../workers/protocol/section.ts";
import type { CollectionResult } from "./collection-result.ts";

/** Somebody who waits for a collection; times are on the clock of `performance.now()`. */
interface Waiter<W> {
  readonly since: number;
  readonly deadline: number;
  readonly payload: W;
}

/** One collection of some collectors, and who waits for it until when. */
export class Collection<W> {
  /** In running order. */
  collectors: readonly number[];
  readonly key: string;
  state: "waiting" | "running" | "done" = "waiting";
  private readonly onDue: (collection: Collection<W>) => void;
  private readonly requestedAt = performance.now();
  private startedAt = 0;
  private waiters: Waiter<W>[] = [];
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;
  private firstDeadline = Infinity;
  /** Runs that have not ended. */
  private runs = 0;
  /** Sections of runs that have ended while others had not, by collector. */
  private readonly kept = new Map<number, Section>();
  private isHandedOver = false;

  /** `onDue`: a deadline has passed, so `takeDue` returns somebody. */
  constructor(collectors: readonly number[], key: string, onDue: (collection: Collection<W>) => void) {
    this.collectors = collectors;
    this.key = key;
    this.onDue = onDue;
  }

  get hasWaiters(): boolean {
    return this.waiters.length > 0;
  }

  join(waiter: Waiter<W>): void {
    this.firstDeadline = Math.min(this.firstDeadline, waiter.deadline);
    this.waiters.push(waiter);
    if (waiter.deadline < this.dueAt) this.arm(waiter.deadline);
  }

  /** These do not run any more; before it starts. */
  leaveOut(ended: ReadonlySet<number>): void {
    this.collectors = this.collectors.filter((collector) => !ended.has(collector));
  }

  /** The waiter has gone. */
  leave(waiter: Waiter<W>): void {
    this.waiters = this.waiters.filter((other) => other !== waiter);
    if (!this.hasWaiters) clearTimeout(this.timer);
  }

  /** When the last of those who wait gives up. */
  get deadline(): number {
    return this.waiters.reduce((latest, { deadline }) => Math.max(latest, deadline), 0);
  }

  /** How long the most patient of those who wait does so in all, in milliseconds. */
  get patience(): number {
    return this.waiters.reduce((longest, { since, deadline }) => Math.max(longest, deadline - since), 0);
  }

  start(now: number): void {
    this.state = "running";
    this.startedAt = now;
  }

  /** A run belongs to it from now on. */
  runBegins(): void {
    this.runs++;
  }

  /** Returns true when it was the last one; the sections are kept otherwise. */
  runEnds(sections: readonly Section[]): boolean {
    this.runs--;
    if (this.runs === 0) return true;
    if (this.hasWaiters) for (const section of sections) this.keep(detachSection(section));
    return false;
  }

  get isRunning(): boolean {
    return this.runs > 0;
  }

  /** The first section of a collector counts: one that moved to another worker may come twice. */
  keep(section: Section): void {
    if (this.includes(section) && !this.kept.has(section.collector)) this.kept.set(section.collector, section);
  }

  /** Takes those out whose deadline has passed. */
  takeDue(): W[] {
    // A timer may fire early by a part of a millisecond.
    const now = performance.now() + 1;
    const due = this.waiters.filter(({ deadline }) => deadline <= now);
    this.waiters = this.waiters.filter(({ deadline }) => deadline > now);
    const next = this.waiters.reduce((least, { deadline }) => Math.min(least, deadline), Infinity);
    if (next < Infinity) this.arm(next);
    return due.map(({ payload }) => payload);
  }

  /** Ends it and takes all out. */
  takeAll(): W[] {
    clearTimeout(this.timer);
    this.state = "done";
    const { waiters } = this;
    this.waiters = [];
    return waiters.map(({ payload }) => payload);
  }

  /** What there is by now. `live`: sections that are still in arenas. `isOwn`: all of them are of this collection. */
  result(live: readonly Section[], isOwn: boolean): CollectionResult {
    const { collectors } = this;
    const sections = isOwn && this.kept.size === 0 ? live : this.union(live);
    const first = !this.isHandedOver;
    this.isHandedOver = true;
    const now = performance.now();
    const startedAt = this.state === "waiting" ? now : this.startedAt;
    return {
      collectors,
      sections,
      unfinished: sections.length === collectors.length ? [] : missing(collectors, sections),
      first,
      waited: (startedAt - this.requestedAt) / 1000,
      collected: (now - startedAt) / 1000,
      timeUsed: (now - this.requestedAt) / (this.firstDeadline - this.requestedAt),
    };
  }

  private union(live: readonly Section[]): Section[] {
    const sections = new Map(this.kept);
    for (const section of live) {
      if (this.includes(section) && !sections.has(section.collector)) sections.set(section.collector, section);
    }
    return [...sections.values()];
  }

  private includes({ collector }: Section): boolean {
    return this.collectors.includes(collector);
  }

  private arm(deadline: number): void {
    clearTimeout(this.timer);
    this.dueAt = deadline;
    this.timer = setTimeout(() => this.onDue(this), Math.max(0, deadline - performance.now()));
  }
}

function missing(collectors: readonly number[], sections: readonly Section[]): number[] {
  const ended = new Set(sections.map(({ collector }) => collector));
  return collectors.filter((collector) => !ended.has(collector));
}
