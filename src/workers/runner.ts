import type { CollectorDefinition, Fault, FlagSpecs, LogLevel, Scrape, Update } from "../collectors/kit/define.ts";
import { messageOf, NoDataError } from "../collectors/kit/errors.ts";
import { loopTurns } from "../collectors/kit/loop-turns.ts";
import { SkippedRecords } from "../collectors/kit/skipped-records.ts";
import { FaultReport } from "./fault-report.ts";
import type { ScrapedHost } from "./host/host.ts";
import type { CollectorOptions, FlagData } from "./protocol/options.ts";
import type { Outcome } from "./protocol/outcome.ts";
import { type FinishedFamilies, Sink } from "./render/sink.ts";

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
  /** Memory that outlives the worker, by collector. */
  readonly state: Readonly<Record<string, SharedArrayBuffer>>;
}

interface Member {
  readonly number: number;
  readonly update: Update;
  readonly sink: Sink;
  readonly skipped: SkippedRecords;
  late: LateUpdate | undefined;
}

/** An asynchronous update that the deadline of its scrape has cut short, and that goes on. */
interface LateUpdate {
  /** When it began, on the clock of `performance.now()`. */
  readonly since: number;
  /** Resolves when it has returned; never rejects. */
  readonly returned: Promise<void>;
}

/** What belongs to one scrape. `now`: when the last collector ended and the next starts. */
interface Run {
  readonly scrape: Scrape;
  readonly publisher: Publisher;
  now: number;
}

const NO_STATE = new SharedArrayBuffer(0);

/** Enough for a timer, and for what it sets off. */
const LATE_TURNS = 4;

/** Runs the collectors of one worker. */
export class Runner {
  /** By the collectors' numbers. */
  private readonly members: (Member | undefined)[] = [];
  private readonly host: ScrapedHost;
  private readonly options: CollectorOptions;
  private readonly services: RunnerServices;

  constructor(host: ScrapedHost, options: CollectorOptions, services: RunnerServices) {
    this.host = host;
    this.options = options;
    this.services = services;
  }

  has(collector: number): boolean {
    return this.members[collector] !== undefined;
  }

  /** Makes a collector ready; throws what its `create` throws. `number`: its place among the enabled ones. */
  add(definition: CollectorDefinition, number: number): void {
    const { name } = definition;
    const enabled = new Set(this.options.enabled);
    const given = new Set(this.options.given);
    const skipped = new SkippedRecords();
    const update = definition.create({
      host: this.host,
      flags: pick(this.options.flags, definition.flags),
      given: (flag) => given.has(flag),
      cpuGroup: this.options.cpuGroup,
      isEnabled: (other) => enabled.has(other),
      log: (level, message, attributes) => this.services.log(name, level, message, attributes),
      skip: skipped.add,
      faults: new FaultReport((faults) => this.services.faults(name, faults)).report,
      state: this.services.state[name] ?? NO_STATE,
    });
    this.members[number] = { number, update, sink: new Sink(), skipped, late: undefined };
  }

  /**
   * Runs these collectors in this order. Those that have to wait for something else than the kernel run
   * beside each other; the promise resolves when all have ended or the deadline (`performance.now()`) has passed.
   */
  async run(collectors: readonly number[], deadline: number, publisher: Publisher): Promise<void> {
    if (this.hasLateUpdate(collectors)) await this.letLateUpdatesEnd(collectors);
    this.host.startScrape();
    const run: Run = { scrape: { deadline }, publisher, now: performance.now() };
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
    this.host.reportTo(member.skipped);
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
      await this.update(member, run);
    } else {
      // What it has emitted meanwhile belongs to an earlier scrape.
      member.sink.discard();
      end(member, run, start, new Error("the previous update has not returned yet"));
    }
  }
}

/** Waits for an asynchronous update, but not past the deadline: what it emits later belongs to no scrape. */
async function settle(member: Member, run: Run, waiting: Promise<void>): Promise<void> {
  const start = run.now;
  run.now = performance.now();
  const ended = waiting.then(
    () => undefined,
    (error: unknown) => error ?? new Error("failed without a reason"),
  );
  const error = await byDeadline(ended, run.scrape.deadline);
  end(member, run, start, error === LATE ? new Error("no answer before the deadline") : error);
  if (await isSettled(ended)) return;
  const returned = ended.then(() => {
    member.sink.discard();
    member.late = undefined;
  });
  member.late = { since: start, returned };
}

const LATE = Symbol("late");

/** What a promise resolves to, or `LATE` when it has not by then. */
async function byDeadline<T>(promise: Promise<T>, deadline: number): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), Math.max(0, deadline - performance.now()));
  });
  const first = await Promise.race([promise, late]);
  clearTimeout(timer);
  return first;
}

function end(member: Member, run: Run, start: number, error: unknown): void {
  const now = performance.now();
  run.now = now;
  // Whole microseconds: a number with few digits is written several times as fast.
  run.publisher.ended(member.number, outcomeOf(member, error, Math.round((now - start) * 1000) / 1e6), member.sink);
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol("pending");
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

function pick(flags: FlagData, specs: FlagSpecs): never {
  // The command line has typed and defaulted each flag by its spec, which is what FlagValues says.
  return Object.fromEntries(Object.keys(specs).map((name) => [name, flags[name]])) as never;
}

/** Where records were left out and nothing else was there, the collector failed. */
function outcomeOf({ sink, skipped }: Member, error: unknown, seconds: number): Outcome {
  const { count, first } = skipped;
  const hasData = error === undefined && (first === undefined || !sink.isEmpty);
  if (hasData) return { status: "ok", seconds, message: first?.message ?? "", skipped: count };
  if (error instanceof NoDataError && first === undefined)
    return { status: "nodata", seconds, message: error.message, skipped: count };
  const reason = error === undefined || error instanceof NoDataError ? first : error;
  return { status: "failed", seconds, message: messageOf(reason), skipped: count };
}
