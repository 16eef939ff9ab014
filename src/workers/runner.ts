import type { CollectorDefinition, Fault, LogLevel, Scrape, Update } from "../collectors/kit/define.ts";
import { messageOf, NoDataError } from "../collectors/kit/errors.ts";
import { loopTurns } from "../collectors/kit/loop-turns.ts";
import { type CpuClock, CpuLaps } from "./cpu-laps.ts";
import type { ScrapedHost } from "./host/host.ts";
import { isMadeFor, type LateUpdate, makeMember, type Member } from "./member.ts";
import { inTime, LATE } from "./protocol/in-time.ts";
import type { CollectorOptions, SeriesOptions } from "./protocol/options.ts";
import type { Outcome } from "./protocol/outcome.ts";
import type { FinishedFamilies } from "./render/sink.ts";

/** Receives the sections of a scrape as each collector ends; calls never overlap. Collectors are identified by number. */
export interface Publisher {
  /** A collector's update is about to start. */
  started(collector: number): void;
  /** A collector ended: its families have to be taken before returning. */
  ended(collector: number, outcome: Outcome, families: FinishedFamilies): void;
}

export interface RunnerServices {
  log(
    collector: string,
    level: LogLevel,
    message: string,
    attributes?: Readonly<Record<string, string | number>>,
  ): void;
  /** All faults of a collector's host, when they have changed. */
  faults(collector: string, faults: readonly Fault[]): void;
  /** Every collector that may come to run, by its number. */
  readonly names: readonly string[];
  /** Memory that outlives the worker, by collector. */
  readonly state: Readonly<Record<string, SharedArrayBuffer>>;
  /** Budgets of series, where there are any. */
  readonly series?: SeriesOptions | undefined;
}

/** What belongs to one scrape. `now`: when the last collector ended and the next starts. */
interface Run {
  readonly scrape: Scrape;
  readonly publisher: Publisher;
  now: number;
  /** Where CPU time is measured. */
  readonly cpu: CpuLaps | undefined;
}

/** Enough for a timer, and for what it sets off. */
const LATE_TURNS = 4;

/** Collectors that are made by other options while those that run stay. */
interface Staged {
  readonly options: CollectorOptions;
  readonly members: Map<number, Member>;
}

/** Runs the collectors of one worker. */
export class Runner {
  /** By the collectors' numbers. */
  private readonly members: (Member | undefined)[] = [];
  private readonly host: ScrapedHost;
  private options: CollectorOptions;
  private readonly services: RunnerServices;
  private staged: Staged | undefined;

  constructor(host: ScrapedHost, options: CollectorOptions, services: RunnerServices) {
    this.host = host;
    this.options = options;
    this.services = services;
  }

  has(collector: number): boolean {
    return this.members[collector] !== undefined;
  }

  /** Makes a collector ready; throws what its `create` throws. `number`: by which main knows it. */
  add(definition: CollectorDefinition, number: number): void {
    this.members[number] = makeMember(definition, number, this.options, this.host, this.services);
  }

  /** Other options are to come: what they change is made beside what runs, until `adopt` or `dismiss`. */
  stage(options: CollectorOptions): void {
    this.dismiss();
    this.staged = { options, members: new Map() };
  }

  /** Whether the staged options ask for another collector than the one that runs. */
  needs(collector: number): boolean {
    const member = this.members[collector];
    return member === undefined || (this.staged !== undefined && !isMadeFor(member, this.staged.options));
  }

  /** As `add`, by the staged options. */
  addStaged(definition: CollectorDefinition, number: number): void {
    if (this.staged === undefined) return;
    const { members, options } = this.staged;
    members.set(number, makeMember(definition, number, options, this.host, this.services));
  }

  /**
   * These options are in force from now on, for these collectors only. Those that were not staged and do not fit any more
   * are made when they run next. Returns the numbers of those that have ended, even if another one has taken their place.
   */
  adopt(options: CollectorOptions, collectors: readonly number[]): readonly number[] {
    const staged = new Map([...(this.staged?.members ?? [])].filter(([, member]) => isMadeFor(member, options)));
    for (const number of staged.keys()) this.staged?.members.delete(number);
    this.dismiss();
    this.options = options;
    const stays = (member: Member): boolean =>
      collectors.includes(member.number) && !staged.has(member.number) && isMadeFor(member, options);
    const ended = this.members.filter((member) => member !== undefined).filter((member) => !stays(member));
    for (const member of ended) {
      const next = staged.get(member.number);
      if (next !== undefined && member.late !== undefined) waitFor(member.late, next);
      this.services.faults(member.definition.name, []);
      this.members[member.number] = undefined;
      member.holdings.close();
    }
    for (const member of staged.values()) this.members[member.number] = member;
    return ended.map(({ number }) => number);
  }

  /** Another worker has this collector now: what it remembers here would be out of date when it comes back. */
  forget(collector: number): void {
    this.members[collector]?.holdings.close();
    this.members[collector] = undefined;
  }

  /** What runs goes on by the options that it has. */
  dismiss(): undefined {
    for (const { holdings } of this.staged?.members.values() ?? []) holdings.close();
    this.staged = undefined;
  }

  /**
   * Runs these collectors in this order. Those that have to wait for something else than the kernel run
   * beside each other; the promise resolves when all have ended or the deadline (`performance.now()`) has passed. `clock`:
   * of the thread's CPU time, where that is measured; what several wait for counts for the one that ends next.
   */
  async run(collectors: readonly number[], deadline: number, publisher: Publisher, clock?: CpuClock): Promise<void> {
    if (this.hasLateUpdate(collectors)) await this.letLateUpdatesEnd(collectors);
    this.host.startScrape();
    const run: Run = { scrape: { deadline }, publisher, now: performance.now(), cpu: clock && new CpuLaps(clock) };
    const pending: Promise<void>[] = [];
    for (let i = 0; i < collectors.length; i++) {
      const member = this.members[collectors[i] ?? -1];
      if (member === undefined) continue;
      const waiting = this.start(member, run);
      if (waiting !== undefined) pending.push(waiting);
    }
    if (pending.length > 0) await Promise.all(pending);
  }

  /** The event loop stands still between scrapes, so what an update waited for may have come and not been told yet. */
  private async letLateUpdatesEnd(collectors: readonly number[]): Promise<void> {
    for (let turns = 0; turns < LATE_TURNS && this.hasLateUpdate(collectors); turns++) await loopTurns();
  }

  private hasLateUpdate(collectors: readonly number[]): boolean {
    return collectors.some((number) => this.members[number]?.late !== undefined);
  }

  private start(member: Member, run: Run): Promise<void> | undefined {
    run.publisher.started(member.number);
    return member.late === undefined ? this.update(member, run) : this.updateAfter(member.late, member, run);
  }

  private update(member: Member, run: Run): Promise<void> | undefined {
    if (member.skipped.count > 0) member.skipped.clear();
    this.host.reportTo(member.skipped, member.holdings);
    let returned: ReturnType<Update>;
    try {
      returned = member.update(member.sink.emit, run.scrape);
    } catch (error) {
      end(member, run, run.now, error ?? new Error("failed without a reason"));
      return undefined;
    }
    if (returned instanceof Promise) return settle(member, run, returned);
    end(member, run, run.now, returned);
    return undefined;
  }

  /**
   * Another client's deadline has cut the previous update short, which is no fault of this one's: it waits. One that has
   * lasted for longer than this client waits at all may never return.
   */
  private async updateAfter({ since, returned }: LateUpdate, member: Member, run: Run): Promise<void> {
    const start = run.now;
    const { deadline } = run.scrape;
    const isHopeless = start - since >= deadline - start;
    if (!isHopeless) await byDeadline(returned, deadline);
    if (member.late === undefined) {
      run.publisher.started(member.number);
      run.now = performance.now();
      run.cpu?.lap();
      await this.update(member, run);
    } else {
      // What it has emitted meanwhile belongs to an earlier scrape.
      member.sink.discard();
      end(member, run, start, new Error("the previous update has not returned yet"));
    }
  }
}

/** An update that has not returned keeps that of the collector in its place waiting, as it would its own. */
function waitFor({ since, returned }: LateUpdate, member: Member): void {
  member.late = { since, returned: returned.then(() => void (member.late = undefined)) };
}

/** Waits for an asynchronous update, but not past the deadline: what it emits later belongs to no scrape. */
async function settle(member: Member, run: Run, waiting: Promise<void>): Promise<void> {
  const start = run.now;
  const cpuSeconds = run.cpu?.lap();
  run.now = performance.now();
  const ended = waiting.then(
    () => undefined,
    (error: unknown) => error ?? new Error("failed without a reason"),
  );
  const error = await byDeadline(ended, run.scrape.deadline);
  end(member, run, start, error === LATE ? new Error("no answer before the deadline") : error, cpuSeconds);
  if (await isSettled(ended)) return;
  const returned = ended.then(() => {
    member.sink.discard();
    member.late = undefined;
  });
  member.late = { since: start, returned };
}

/** As `inTime`, on the clock of `performance.now()`. */
function byDeadline<T>(promise: Promise<T>, deadline: number): Promise<T | typeof LATE> {
  return inTime(promise, Math.max(0, deadline - performance.now()));
}

/** `cpuSeconds`: what the update has used before the last lap. */
function end(member: Member, run: Run, start: number, error: unknown, cpuSeconds = 0): void {
  const now = performance.now();
  run.now = now;
  const cpu = run.cpu === undefined ? Number.NaN : cpuSeconds + run.cpu.lap();
  // Whole microseconds: a number with few digits is written several times as fast.
  const seconds = Math.round((now - start) * 1000) / 1e6;
  run.publisher.ended(member.number, outcomeOf(member, error, seconds, cpu), member.families);
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol("pending");
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

/** Where records were left out and nothing else was there, the collector failed. */
function outcomeOf({ sink, skipped }: Member, error: unknown, seconds: number, cpuSeconds: number): Outcome {
  const { count, first } = skipped;
  const hasData = error === undefined && (first === undefined || !sink.isEmpty);
  if (hasData) return { status: "ok", seconds, cpuSeconds, message: first?.message ?? "", skipped: count };
  if (error instanceof NoDataError && first === undefined)
    return { status: "nodata", seconds, cpuSeconds, message: error.message, skipped: count };
  const reason = error === undefined || error instanceof NoDataError ? first : error;
  return { status: "failed", seconds, cpuSeconds, message: messageOf(reason), skipped: count };
}
