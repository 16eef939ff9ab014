import { messageOf } from "../../collectors/kit/errors.ts";
import { inTime } from "../../workers/protocol/in-time.ts";
import { failedSection, type Section } from "../../workers/protocol/section.ts";
import type { Log } from "../log/log.ts";
import type { CollectorOptions } from "../../workers/protocol/options.ts";
import type { Observer } from "../self/observer.ts";
import { balance } from "./balance.ts";
import { Backoff } from "./backoff.ts";
import { Lane, type LaneOptions } from "./lane.ts";
import { numbersOf } from "./lane-options.ts";
import { hasMemoryRoom } from "./memory-room.ts";
import { StartError } from "./start-error.ts";

/** The first and the longest time, in milliseconds, for which a collector that ends its worker is left alone. */
const CRASHED_FOR = { first: 5000, longest: 300_000 };

/** The same for a worker that cannot be started, and that everybody waits for. */
const UNSTARTED_FOR = { first: 1000, longest: 30_000 };

/** Milliseconds. */
const QUICK = 100;

/** What a fast run with faults counts for: a collector that remembers what did not answer fails at once. */
const FAULTY_RUN = 0.1;

/**
 * Every collection waits for a shared lane. An isolated one holds only collectors that got stuck or ended their worker:
 * a collection waits for it no longer than its clients are patient. What is left out does not run for now.
 */
type Role = "shared" | "isolated" | "left out";

/** A lane with the collectors that it has to run. */
export class Owner {
  readonly lane: Lane;
  readonly collectors: Set<number>;
  /** After a run that failed; of its present role. */
  backoff: Backoff;
  role: Role;
  /** How many runs in a row were fast: below `QUICK` milliseconds. */
  quick = 0;
  /** Why its last run failed. */
  failure = "";

  constructor(lane: Lane, collectors: Iterable<number>, role: Role) {
    this.lane = lane;
    this.collectors = new Set(collectors);
    this.role = role;
    this.backoff = backoffOf(role);
  }

  become(role: Role): void {
    this.role = role;
    this.backoff = backoffOf(role);
    this.quick = 0;
  }

  /** A run has ended, after so many milliseconds. `hasFaults`: some of its collectors have failed. */
  ran(milliseconds: number, hasFaults: boolean): void {
    if (this.backoff.hasFailed) this.backoff.succeeded();
    if (milliseconds >= QUICK) this.quick = 0;
    else this.quick += hasFaults ? FAULTY_RUN : 1;
  }

  /** Those of some collectors that it owns, in their order. */
  share(collectors: readonly number[]): number[] {
    return collectors.filter((collector) => this.collectors.has(collector));
  }
}

function backoffOf(role: Role): Backoff {
  return new Backoff(role === "shared" ? UNSTARTED_FOR : CRASHED_FOR);
}

/** No further worker can be had now. */
export class OpenError extends Error {
  override readonly name = "OpenError";
  /** Milliseconds until the next try makes sense. */
  readonly delay: number;

  constructor(message: string, delay: number) {
    super(message);
    this.delay = delay;
  }
}

/** Which lane runs which collector: every collector, or part of one, has one owner at any time. */
export class Owners {
  /** What further lanes are opened with. */
  options: LaneOptions;
  private readonly observer: Observer;
  private readonly log: Log;
  /** False where memory is short: what may do without another worker has to. */
  readonly hasRoom: () => boolean;
  private list: readonly Owner[] = [];
  /** Lanes that are being made ready. */
  private readonly opening = new Set<Lane>();
  private readonly openings = new Backoff(UNSTARTED_FOR);
  /** Shared owners whose worker is started again later. */
  private readonly down = new Set<Owner>();
  private isClosed = false;

  constructor(options: LaneOptions, observer: Observer, log: Log, hasRoom = hasMemoryRoom) {
    this.options = options;
    this.observer = observer;
    this.log = log;
    this.hasRoom = hasRoom;
  }

  get all(): readonly Owner[] {
    return this.list;
  }

  get shared(): readonly Owner[] {
    return this.list.filter(({ role }) => role === "shared");
  }

  /** Who takes collectors that nobody has. */
  get home(): Owner | undefined {
    return this.shared[0] ?? this.list[0];
  }

  /** Further lanes run by these options; `begun` are to run from now on, `ended` not any more. */
  reconfigure(collectors: CollectorOptions, begun: readonly number[], ended: ReadonlySet<number>): void {
    this.options = { ...this.options, collectors };
    for (const owner of this.list) for (const number of ended) owner.collectors.delete(number);
    for (const number of begun) this.home?.collectors.add(number);
  }

  /** False while no worker can be had for more than what got stuck. */
  get isReady(): boolean {
    const { shared } = this;
    return shared.length === 0 ? !this.openings.hasFailed : shared.some(({ backoff }) => !backoff.hasFailed);
  }

  /** Opens the first lanes and makes every collector ready; rejects with StartError when one cannot be. */
  async start(lanes: number): Promise<void> {
    const all = numbersOf(this.options.collectors.enabled, this.options.names);
    const shares = balance(all, Math.max(1, Math.min(lanes, all.length)), () => 1);
    this.use(shares.map((share) => new Owner(this.newLane(), share, "shared")));
    const ready = this.list.map(({ lane, collectors }) => lane.prepare([...collectors]));
    const answers = await Promise.all(ready).catch((error: unknown) => {
      throw new StartError(`the workers cannot be started: ${messageOf(error)}`);
    });
    const failures = answers.flatMap((answer) => answer.failures);
    const [first] = failures;
    if (first !== undefined) throw new StartError(`collector ${first.collector}: ${first.message}`, failures);
  }

  /** Those who own some of these collectors. */
  of(collectors: readonly number[]): readonly Owner[] {
    return this.list.filter((owner) => collectors.some((collector) => owner.collectors.has(collector)));
  }

  /** A lane whose worker is ready to take these collectors over; rejects with OpenError when there is none to be had. */
  async open(collectors: readonly number[]): Promise<Lane> {
    if (this.isClosed) throw new OpenError("the workers are being ended", UNSTARTED_FOR.longest);
    const lane = this.newLane();
    this.opening.add(lane);
    try {
      await lane.prepare(collectors);
      this.openings.succeeded();
      return lane;
    } catch (error) {
      void lane.close();
      if (!this.openings.hasFailed) this.log("error", "another worker cannot be started", { err: messageOf(error) });
      throw new OpenError(messageOf(error), this.openings.failed(performance.now()));
    } finally {
      this.opening.delete(lane);
    }
  }

  /** Takes collectors from their owner to a lane that is open. */
  moveToLane(collectors: readonly number[], from: Owner, lane: Lane, role: Role): Owner {
    const fresh = new Owner(lane, [], role);
    this.move(collectors, from, fresh);
    this.use([...this.list, fresh]);
    return fresh;
  }

  move(collectors: readonly number[], from: Owner, to: Owner): void {
    for (const collector of collectors) {
      from.collectors.delete(collector);
      to.collectors.add(collector);
    }
    from.lane.forget(collectors);
  }

  /** Why an owner's lane is not to run at the moment; undefined where it may. */
  refusal(owner: Owner, now: number): string | undefined {
    const { role, lane, backoff } = owner;
    if (role === "left out") return "left out while memory is short";
    if (role === "isolated" && !lane.isOpen && !backoff.isWaiting(now) && !this.hasRoom()) {
      owner.failure = "memory is short";
      backoff.failed(now);
    }
    return backoff.hasFailed && backoff.isWaiting(now) ? `left alone after: ${owner.failure}` : undefined;
  }

  /** Where memory is short every further worker that gets stuck may be one too many: these have to prove themselves first. */
  leaveOutIfShort(collectors: readonly number[], from: Owner): void {
    if (this.hasRoom() || collectors.length === 0) return;
    const { leftOut } = this;
    const out = leftOut ?? this.moveToLane([], from, this.newLane(), "left out");
    this.move(collectors, from, out);
    out.backoff.failed(performance.now());
  }

  /** Who has what is left out. */
  get leftOut(): Owner | undefined {
    return this.list.find(({ role }) => role === "left out");
  }

  /** Gives all that an owner has to another, and ends its lane. */
  merge(from: Owner, to: Owner): void {
    this.move([...from.collectors], from, to);
    this.use(this.list.filter((owner) => owner !== from));
    void from.lane.end();
  }

  /**
   * A run failed since its thread ended or was never there. Returns the sections of the collectors that it did not get
   * to. The one that ran at that moment is isolated; one that is isolated already is left alone for some time.
   */
  failed(owner: Owner, collectors: readonly number[], published: readonly Section[], failure: string): Section[] {
    const { running } = owner.lane.reader;
    const ended = new Set(published.map(({ collector }) => collector));
    const missing = collectors.filter((collector) => !ended.has(collector));
    owner.failure = failure;
    if (owner.lane.hasBegun) this.crashed(owner, running >= 0 ? [running] : missing, failure);
    else this.isDown(owner, failure);
    return missing.map((collector) => failedSection(collector, `worker ended: ${failure}`));
  }

  /** Ends the workers; resolves when they have ended, or after `milliseconds` where one does not. */
  async close(milliseconds: number): Promise<void> {
    this.isClosed = true;
    const lanes = [...this.list.map(({ lane }) => lane), ...this.opening];
    await inTime(Promise.all(lanes.map((lane) => lane.close())), milliseconds);
  }

  private crashed(owner: Owner, suspects: readonly number[], failure: string): void {
    const names = new Set(suspects.map((collector) => this.options.names[collector] ?? ""));
    this.log("error", `worker ended: ${failure}`, names.size === 0 ? {} : { collector: [...names].join(",") });
    this.observer.count("worker replaced");
    if (owner.role === "isolated") owner.backoff.failed(performance.now());
    else if (suspects.length === owner.collectors.size) owner.become("isolated");
    else {
      if (suspects.length > 0) this.moveToLane(suspects, owner, this.newLane(), "isolated");
      this.revive(owner);
    }
  }

  private isDown(owner: Owner, failure: string): void {
    if (!owner.backoff.hasFailed) this.log("error", "a worker cannot be started", { err: failure });
    const delay = owner.backoff.failed(performance.now());
    if (owner.role === "isolated" || this.down.has(owner)) return;
    this.down.add(owner);
    setTimeout(() => {
      this.down.delete(owner);
      this.revive(owner);
    }, delay).unref();
  }

  /** Starts the worker again before anybody asks for it. */
  private revive(owner: Owner): void {
    if (this.isClosed || !this.list.includes(owner)) return;
    owner.lane.prepare([...owner.collectors]).then(
      () => owner.backoff.succeeded(),
      (error: unknown) => this.isDown(owner, messageOf(error)),
    );
  }

  private newLane(): Lane {
    return new Lane(this.options, this.observer, this.log);
  }

  private use(owners: readonly Owner[]): void {
    this.list = owners;
    this.observer.workersChanged(owners.filter(({ role }) => role !== "left out").map(({ lane }) => lane));
  }
}
