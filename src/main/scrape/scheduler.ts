import { messageOf } from "../../collectors/kit/errors.ts";
import type { Log } from "../log/log.ts";
import type { Observer } from "../self/observer.ts";
import { balance } from "./assignment.ts";
import type { CollectionResult } from "./collection-result.ts";
import { CollectorLog } from "./collector-log.ts";
import { Lane, type LaneOptions } from "./lane.ts";
import { detachSection, failedSection, type Section } from "../../workers/protocol/section.ts";
import { type Resize, Sizing, type SizingOptions } from "./sizing.ts";
import { Watchdog } from "./watchdog.ts";

/** Who is given what was collected. */
export interface Recipient<W> {
  /** Sections are valid only during the call. */
  deliver(waiters: readonly W[], result: CollectionResult): void;
  /** Called instead when `deliver` threw. */
  fail(waiters: readonly W[], error: unknown): void;
}

/** A start that could not be completed: the message is for the user. */
export class StartError extends Error {
  override readonly name = "StartError";
}

export interface SchedulerServices<W> {
  readonly recipient: Recipient<W>;
  readonly observer: Observer;
  readonly log: Log;
}

export interface SchedulerOptions extends LaneOptions {
  /** Workers at the start. */
  readonly lanes: number;
  readonly sizing: SizingOptions;
}

interface Waiter<W> {
  readonly deadline: number;
  readonly payload: W;
}

interface Collection<W> {
  readonly collectors: readonly number[];
  readonly key: string;
  readonly requestedAt: number;
  startedAt: number;
  waiters: Waiter<W>[];
  /** Lanes that have not answered yet. */
  outstanding: number;
  /** Sections by collector, from lanes that have answered. */
  readonly sections: Map<number, Section>;
  timer: NodeJS.Timeout | undefined;
  expiresAt: number;
  handedOver: boolean;
}

interface Task<W> {
  readonly collections: readonly Collection<W>[];
  readonly collectors: readonly number[];
  /** A scrape gave up on it: whoever comes later does not wait for it. */
  overdue: boolean;
}

interface LaneState<W> {
  readonly lane: Lane;
  assigned: Set<number>;
  /** Holds only collectors that were slow or crashed; others never wait for it. */
  dedicated: boolean;
  task: Task<W> | undefined;
  watch: NodeJS.Timeout | undefined;
  /** Collections that wait for the running task of a dedicated lane to end. */
  waiting: Collection<W>[];
  /** Tasks in a row that were fast. */
  quick: number;
}

/** Threads at most, however many collectors hang. */
export const MAX_LANES = 8;

/** A collector with a worker of its own goes back to the others after this many tasks below `QUICK` milliseconds. */
const QUICK_TASKS = 30;
const QUICK = 100;

/**
 * Turns requests into collections and spreads these over the workers.
 *
 * A request joins a collection of the same collectors that has not started yet, never one that has. The collectors of a
 * collection run on the lanes they are assigned to. One that keeps its worker busy is left alone on that worker, and
 * the others move to a fresh one, within the same collection.
 */
export class Scheduler<W> {
  private readonly options: SchedulerOptions;
  private readonly services: SchedulerServices<W>;
  private readonly collectorLog: CollectorLog;
  private lanes: LaneState<W>[] = [];
  private readonly pending = new Map<string, Collection<W>>();
  /** Collectors that have gone back to the others once: a worker that ends takes what it knows of hung mounts along. */
  private readonly returned = new Set<number>();
  private readonly sizing: Sizing;
  /** A worker that is being made ready. */
  private growing: Lane | undefined;

  constructor(options: SchedulerOptions, services: SchedulerServices<W>) {
    this.options = options;
    this.sizing = new Sizing(options.sizing);
    this.services = services;
    this.collectorLog = new CollectorLog(options.collectors.enabled, services.log);
  }

  /** Starts the workers and makes every collector ready; rejects with StartError when one cannot be. */
  async start(): Promise<void> {
    const [first] = await this.prepare().catch((error: unknown) => {
      throw new StartError(`the workers cannot be started: ${messageOf(error)}`);
    });
    if (first !== undefined) throw new StartError(`collector ${first.collector}: ${first.message}`);
  }

  private async prepare(): Promise<readonly { collector: string; message: string }[]> {
    const all = this.options.collectors.enabled.map((_, number) => number);
    const shares = balance(all, Math.max(1, Math.min(this.options.lanes, all.length, MAX_LANES)), () => 1);
    this.useLanes(shares.map((share) => this.openLane(share, false)));
    const answers = await Promise.all(this.lanes.map(({ lane, assigned }) => lane.prepare([...assigned])));
    return answers.flatMap(({ failures }) => failures);
  }

  /** Asks for values read from now on, by collectors in running order. `deadline` is on the clock of `performance.now()`. */
  request(collectors: readonly number[], key: string, deadline: number, payload: W): void {
    let collection = this.pending.get(key);
    if (collection === undefined) {
      collection = newCollection(collectors, key);
      this.pending.set(key, collection);
    } else this.services.observer.count("scrape coalesced");
    collection.waiters.push({ deadline, payload });
    if (deadline < collection.expiresAt) this.arm(collection, deadline);
    this.pump();
  }

  /** Ends the workers; resolves when they have ended, or after `milliseconds` where one does not. */
  async close(milliseconds: number): Promise<void> {
    for (const { watch } of this.lanes) clearTimeout(watch);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    const lanes = [...this.lanes.map(({ lane }) => lane), ...(this.growing === undefined ? [] : [this.growing])];
    await Promise.race([Promise.all(lanes.map((lane) => lane.close())), late]);
    clearTimeout(timer);
  }

  private useLanes(lanes: LaneState<W>[]): void {
    this.lanes = lanes;
    this.services.observer.workersChanged(lanes.map(({ lane }) => lane));
  }

  private openLane(collectors: readonly number[], dedicated: boolean): LaneState<W> {
    const lane = new Lane(this.options, this.services.log, () => this.services.observer.count("worker replaced"));
    return { lane, assigned: new Set(collectors), dedicated, task: undefined, watch: undefined, waiting: [], quick: 0 };
  }

  /** Starts each collection, oldest first, whose workers are free. */
  private pump(): void {
    for (const collection of this.pending.values()) {
      const lanes = this.lanes.filter(({ assigned }) =>
        collection.collectors.some((collector) => assigned.has(collector)),
      );
      if (lanes.some(({ dedicated, task }) => !dedicated && task !== undefined)) continue;
      this.pending.delete(collection.key);
      this.startCollection(collection, lanes);
    }
  }

  private startCollection(collection: Collection<W>, lanes: readonly LaneState<W>[]): void {
    collection.startedAt = performance.now();
    for (const state of lanes) {
      if (state.task === undefined) this.runTask(state, [collection], share(collection, state.assigned));
      else if (!state.task.overdue) {
        state.waiting.push(collection);
        collection.outstanding++;
      }
    }
    // What is told of the start goes on while the workers collect.
    this.services.observer.count("collection started");
    // In a later turn, since whoever was told of the start may need this one.
    if (collection.outstanding === 0) setImmediate(() => this.finish(collection, []));
  }

  private runTask(state: LaneState<W>, collections: readonly Collection<W>[], collectors: readonly number[]): void {
    const task: Task<W> = { collections, collectors, overdue: false };
    state.task = task;
    for (const collection of collections) collection.outstanding++;
    const now = performance.now();
    const latest = Math.max(...collections.map(lastDeadline));
    const milliseconds = Math.max(1, latest - now);
    this.watch(state, new Watchdog(state.lane, milliseconds, now));
    state.lane.collect(task.collectors, milliseconds).then(
      () => this.taskEnded(state, task, undefined, performance.now() - now),
      (error: unknown) => this.taskEnded(state, task, messageOf(error), performance.now() - now),
    );
  }

  private taskEnded(state: LaneState<W>, task: Task<W>, failure: string | undefined, milliseconds: number): void {
    clearTimeout(state.watch);
    state.task = undefined;
    const sections = state.lane.reader.sections();
    if (failure !== undefined) this.workerEnded(state, task, sections, failure);
    state.quick = failure === undefined && milliseconds < QUICK ? state.quick + 1 : 0;
    for (const collection of task.collections) {
      collection.outstanding--;
      const alone = task.collections.length === 1;
      const own = alone ? sections : sections.filter(({ collector }) => collection.collectors.includes(collector));
      if (collection.outstanding === 0) this.finish(collection, own);
      else for (const section of own) keep(collection, detachSection(section));
    }
    const maySize = this.lanes.length > 1 || this.options.sizing.maxLanes > 1;
    if (maySize && failure === undefined) this.sizing.record(sections);
    this.continueLane(state);
    if (maySize) this.resize();
    this.pump();
  }

  private continueLane(state: LaneState<W>): void {
    const waiting = state.waiting.filter(({ waiters }) => waiters.length > 0);
    state.waiting = [];
    if (waiting.length > 0) {
      for (const collection of waiting) collection.outstanding--;
      const collectors = new Set(waiting.flatMap((collection) => share(collection, state.assigned)));
      this.runTask(state, waiting, [...collectors]);
    } else if (state.dedicated && state.quick >= QUICK_TASKS) this.retire(state);
  }

  /** Lets more workers share the collectors when collections are long, and fewer again when they are short. */
  private resize(): void {
    if (this.growing !== undefined || this.lanes.some(({ dedicated, task }) => dedicated || task !== undefined)) return;
    const resize = this.sizing.decide(this.lanes.map(({ assigned }) => [...assigned]));
    if (resize?.kind === "split") this.grow(resize);
    else if (resize?.kind === "join") this.shrink(resize);
  }

  /** The new worker takes its collectors over when it is ready: no scrape waits for its start. */
  private grow({ lane, moved }: Extract<Resize, { kind: "split" }>): void {
    const from = this.lanes[lane];
    if (from === undefined) return;
    const fresh = this.openLane([], false);
    this.growing = fresh.lane;
    void fresh.lane
      .prepare(moved)
      .then(({ failures }) => failures.length === 0 && this.handOverCollectors(from, fresh, moved))
      // A thread that could not be started: the others go on as before.
      .catch(() => false)
      .then((isTaken) => {
        this.growing = undefined;
        if (!isTaken) void fresh.lane.close();
      });
  }

  /** False when a worker hangs meanwhile, and its collectors are where they should be. */
  private handOverCollectors(from: LaneState<W>, fresh: LaneState<W>, moved: readonly number[]): boolean {
    const isAsBefore = !from.dedicated && moved.every((collector) => from.assigned.has(collector));
    if (!isAsBefore || !this.lanes.includes(from) || this.lanes.length >= MAX_LANES) return false;
    for (const collector of moved) {
      from.assigned.delete(collector);
      fresh.assigned.add(collector);
    }
    this.useLanes([...this.lanes, fresh]);
    return true;
  }

  private shrink({ lane, into }: Extract<Resize, { kind: "join" }>): void {
    const [from, to] = [this.lanes[lane], this.lanes[into]];
    if (from === undefined || to === undefined) return;
    for (const collector of from.assigned) to.assigned.add(collector);
    this.drop(from);
  }

  private drop(state: LaneState<W>): void {
    this.useLanes(this.lanes.filter((other) => other !== state));
    void state.lane.close();
  }

  /** A collector that is quick again goes back to the others, and its worker ends; the next time it keeps its worker. */
  private retire(state: LaneState<W>): void {
    const home = this.lanes.find(({ dedicated }) => !dedicated);
    if (home === undefined) state.dedicated = false;
    if (home === undefined || [...state.assigned].some((collector) => this.returned.has(collector))) return;
    for (const collector of state.assigned) {
      home.assigned.add(collector);
      this.returned.add(collector);
    }
    this.drop(state);
  }

  /** The worker crashed: what it had not published failed, and the one that ran then gets a worker of its own. */
  private workerEnded(state: LaneState<W>, task: Task<W>, sections: Section[], failure: string): void {
    const { running } = state.lane.reader;
    this.services.log("error", `worker ended: ${failure}`, running < 0 ? {} : { collector: this.name(running) });
    const published = new Set(sections.map(({ collector }) => collector));
    for (const collector of task.collectors) {
      if (!published.has(collector)) sections.push(failedSection(collector, `worker ended: ${failure}`));
    }
    if (running < 0 || state.assigned.size < 2 || this.lanes.length >= MAX_LANES) return;
    state.assigned.delete(running);
    this.useLanes([...this.lanes, this.openLane([running], true)]);
  }

  private name(collector: number): string {
    return this.options.collectors.enabled[collector] ?? "";
  }

  private watch(state: LaneState<W>, watchdog: Watchdog): void {
    state.watch = setTimeout(() => {
      if (!watchdog.isStuck(performance.now()) || !this.split(state)) this.watch(state, watchdog);
    }, watchdog.interval);
    state.watch.unref();
  }

  /**
   * Leaves the collector that keeps the worker busy alone there; the others get a fresh worker and go on.
   * False when there is nothing to gain yet: the only worker, which may just be slow to begin.
   */
  private split(state: LaneState<W>): boolean {
    const { task } = state;
    if (task === undefined) return true;
    const { running } = state.lane.reader;
    const published = new Set(state.lane.reader.sections().map(({ collector }) => collector));
    const slow = new Set(running >= 0 ? [running] : task.collectors.filter((collector) => !published.has(collector)));
    const others = [...state.assigned].filter((collector) => !slow.has(collector));
    if (others.length === 0 && this.lanes.length === 1) return false;
    // From now on nobody waits for this worker, even where the others have to stay with it.
    state.dedicated = true;
    state.quick = 0;
    if (others.length > 0 && this.lanes.length < MAX_LANES) {
      state.assigned = slow;
      const rest = task.collectors.filter((collector) => !slow.has(collector) && !published.has(collector));
      this.moveToFreshLane(others, rest, task);
    }
    this.pump();
    return true;
  }

  /** `rest`: those that the running task still has to run. */
  private moveToFreshLane(collectors: readonly number[], rest: readonly number[], task: Task<W>): void {
    const fresh = this.openLane(collectors, false);
    this.useLanes([...this.lanes, fresh]);
    const open = task.collections.filter(({ waiters }) => waiters.length > 0);
    if (rest.length > 0 && open.length > 0) this.runTask(fresh, open, rest);
  }

  private arm(collection: Collection<W>, deadline: number): void {
    clearTimeout(collection.timer);
    collection.expiresAt = deadline;
    collection.timer = setTimeout(() => this.expire(collection), Math.max(0, deadline - performance.now()));
  }

  /** Hands over what is there to those who cannot wait any longer. */
  private expire(collection: Collection<W>): void {
    const now = performance.now() + 1;
    const due = collection.waiters.filter(({ deadline }) => deadline <= now);
    collection.waiters = collection.waiters.filter(({ deadline }) => deadline > now);
    const next = collection.waiters.reduce((least, { deadline }) => Math.min(least, deadline), Infinity);
    if (next < Infinity) this.arm(collection, next);
    else if (collection.startedAt === 0) this.pending.delete(collection.key);
    if (due.length === 0) return;
    const tasks = this.lanes.filter(({ task }) => task?.collections.includes(collection) === true);
    for (const { task } of tasks) if (task !== undefined) task.overdue = true;
    this.handOver(
      collection,
      due,
      tasks.flatMap(({ lane }) => lane.reader.sections()),
    );
  }

  private finish(collection: Collection<W>, sections: readonly Section[]): void {
    clearTimeout(collection.timer);
    const { waiters } = collection;
    collection.waiters = [];
    if (waiters.length > 0) this.handOver(collection, waiters, sections);
  }

  private handOver(collection: Collection<W>, waiters: readonly Waiter<W>[], live: readonly Section[]): void {
    const { collectors } = collection;
    const sections = collection.sections.size === 0 && collection.outstanding === 0 ? live : union(collection, live);
    const first = !collection.handedOver;
    collection.handedOver = true;
    const now = performance.now();
    const startedAt = collection.startedAt === 0 ? now : collection.startedAt;
    const result: CollectionResult = {
      collectors,
      sections,
      unfinished: sections.length === collectors.length ? [] : missing(collectors, sections),
      first,
      waited: (startedAt - collection.requestedAt) / 1000,
      collected: (now - startedAt) / 1000,
    };
    if (first) {
      this.services.observer.collected(result);
      this.collectorLog.record(result);
    }
    this.deliver(
      waiters.map(({ payload }) => payload),
      result,
    );
  }

  /** An error on the way to the clients is theirs alone. */
  private deliver(payloads: readonly W[], result: CollectionResult): void {
    try {
      this.services.recipient.deliver(payloads, result);
    } catch (error) {
      this.services.recipient.fail(payloads, error);
    }
  }
}

/** Sections of lanes that have answered and of those that are still running, one a collector. */
function union<W>(collection: Collection<W>, live: readonly Section[]): Section[] {
  const sections = new Map(collection.sections);
  for (const section of live) {
    if (collection.collectors.includes(section.collector) && !sections.has(section.collector)) {
      sections.set(section.collector, section);
    }
  }
  return [...sections.values()];
}

function missing(collectors: readonly number[], sections: readonly Section[]): number[] {
  const ended = new Set(sections.map(({ collector }) => collector));
  return collectors.filter((collector) => !ended.has(collector));
}

function newCollection<W>(collectors: readonly number[], key: string): Collection<W> {
  const requestedAt = performance.now();
  return {
    collectors,
    key,
    requestedAt,
    startedAt: 0,
    waiters: [],
    outstanding: 0,
    sections: new Map(),
    timer: undefined,
    expiresAt: Infinity,
    handedOver: false,
  };
}

function share<W>(collection: Collection<W>, assigned: ReadonlySet<number>): number[] {
  return collection.collectors.filter((collector) => assigned.has(collector));
}

function lastDeadline<W>({ waiters }: Collection<W>): number {
  return waiters.reduce((latest, { deadline }) => Math.max(latest, deadline), 0);
}

/** The first section of a collector counts: one that moved to another worker may come twice. */
function keep<W>(collection: Collection<W>, section: Section): void {
  if (!collection.sections.has(section.collector)) collection.sections.set(section.collector, section);
}
