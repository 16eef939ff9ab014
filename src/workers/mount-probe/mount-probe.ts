import { errnoNumber } from "../../collectors/kit/errno-text.ts";
import type { MountProbe, ProbeAnswer, ProbeTimes } from "../../collectors/kit/host.ts";
import { loopTurns } from "../../collectors/kit/loop-turns.ts";
import { startProbeChild, type ProbeChild } from "./child-process.ts";
import { KeptChildren } from "./kept-children.ts";
import { answerOf, type ProbeReply, type ProbeRequest } from "./messages.ts";
import { Round } from "./round.ts";
import { FIRST_RETRY, giveUp, type Target, Targets } from "./targets.ts";

/** Killed children that still wait for a call; with this many, no new child is started. */
const MAX_LEFT_OVER = 3;
const MIN_THREADS = 8;
const MAX_THREADS = 128;
/** A child with hung calls and fewer free threads than this is replaced when mounts have to be asked. */
const MIN_FREE_THREADS = 4;
/** A child that is killed ends within this time, unless it lingers in a call, in milliseconds. */
const END_WITHIN = 1000;
/** Pause after a child that could not be started, in milliseconds; doubled every time. */
const FIRST_START = 1000;
const LAST_START = 60_000;
const EIO = 5;

interface Child {
  process: ProbeChild;
  readonly calls: Map<number, Target>;
  /** Mounts whose calls were open when it was given up. */
  abandoned: readonly Target[];
}

/**
 * statfs of mounts whose call may never return, in a child process: a thread in such a call cannot be stopped and keeps
 * its process from exiting. A hung call is left alone, and the mount is asked again when the call has returned.
 *
 * The event loop of this thread may stand still between scrapes; replies that arrived meanwhile are read first.
 */
export class ChildMountProbe implements MountProbe {
  /** Its children, and those that other threads have left. */
  readonly kept: KeptChildren;
  private readonly targets = new Targets();
  private readonly leftOver = new Set<Child>();
  private child: Child | undefined;
  private round: Round | undefined;
  private lastId = 0;
  private startAt = 0;
  private startAfter = FIRST_START;
  private startErrno = EIO;
  /** Called when the last child has ended. */
  private drained: (() => void) | undefined;

  /** `kept`: its children, which outlive this thread where that crashes. */
  constructor(kept = new KeptChildren()) {
    this.kept = kept;
  }

  async statfs(paths: readonly (string | Buffer)[], times: ProbeTimes): Promise<readonly ProbeAnswer[]> {
    if (this.round !== undefined) throw new Error("mount probe: asked while it is being asked");
    if (this.child !== undefined || this.leftOver.size > 0) await loopTurns();
    const targets = paths.map((path) => this.targets.of(path));
    const answers = await this.ask(new Set(targets), times);
    this.targets.forget(new Set(targets));
    return targets.map((target) => answers.get(target) ?? "timeout");
  }

  close(): void {
    if (this.child !== undefined && this.round === undefined) this.giveUp(this.child);
  }

  /** Before this thread ends: resolves when all children have, since nobody else would reap them, or after a while. */
  async end(): Promise<void> {
    this.close();
    if (this.leftOver.size === 0) return;
    await new Promise<void>((resolve) => {
      this.drained = resolve;
      setTimeout(resolve, END_WITHIN);
    });
  }

  /** Running children, including killed ones that linger. */
  get children(): number {
    return this.lingering + (this.child === undefined ? 0 : 1);
  }

  /** Killed children, and those of earlier threads. */
  private get lingering(): number {
    return this.leftOver.size + (this.kept.orphans.count[0] ?? 0);
  }

  private ask(targets: ReadonlySet<Target>, times: ProbeTimes): Promise<ReadonlyMap<Target, ProbeAnswer>> {
    const now = performance.now();
    const queue = [...targets].filter(({ isAsked, retryAt }) => !isAsked && retryAt <= now);
    if (queue.length === 0) return Promise.resolve(new Map());
    this.makeRoom(queue.length);
    return new Promise((resolve) => {
      const done = (answers: ReadonlyMap<Target, ProbeAnswer>) => {
        this.round = undefined;
        resolve(answers);
      };
      this.round = new Round(queue, times, (round) => void this.expire(round), done);
      if (this.child?.process.hasAnswered() === true) this.round.childRuns();
      this.pump(targets.size);
    });
  }

  /** Calls that are open before a round begins are hung: with too few threads left, another child is needed. */
  private makeRoom(needed: number): void {
    const { child } = this;
    if (child === undefined || child.calls.size === 0 || this.lingering >= MAX_LEFT_OVER) return;
    if (child.process.threads - child.calls.size < Math.min(needed, MIN_FREE_THREADS)) this.giveUp(child);
  }

  /** Sends what the child has threads for; ends the round when nothing is open and nothing can be sent. */
  private pump(total = this.targets.size): void {
    const { round } = this;
    if (round === undefined) return;
    const child = round.queue.length > 0 ? (this.child ?? this.start(total)) : this.child;
    if (child === undefined) this.refuse(round);
    else this.send(child, round);
    if (round.open.size === 0) round.finish();
  }

  private send(child: Child, round: Round): void {
    const free = child.process.threads - child.calls.size;
    const requests = round.queue.splice(0, Math.max(free, 0)).map((target): ProbeRequest => {
      const id = ++this.lastId;
      child.calls.set(id, target);
      target.isAsked = true;
      round.open.add(target);
      return [id, target.path];
    });
    if (requests.length > 0) child.process.send(requests);
  }

  /** Without a child, the mounts of the queue get the error of its start, or no answer. */
  private refuse(round: Round): void {
    const targets = round.queue.splice(0);
    if (performance.now() >= this.startAt) return;
    for (const target of targets) round.answers.set(target, { errno: this.startErrno });
  }

  private start(mounts: number): Child | undefined {
    if (this.lingering >= MAX_LEFT_OVER || performance.now() < this.startAt) return undefined;
    const threads = Math.min(Math.max(mounts * 2, MIN_THREADS), MAX_THREADS);
    let child: Child | undefined;
    const events = {
      runs: () => child !== undefined && this.child === child && this.round?.childRuns(),
      replied: (reply: ProbeReply) => child !== undefined && this.replied(child, reply),
      ended: (errno: number | undefined) => child !== undefined && this.ended(child, errno),
    };
    try {
      child = { process: startProbeChild(threads, events), calls: new Map(), abandoned: [] };
    } catch (error) {
      // Some failures are thrown, others are events; both are treated alike.
      this.startFailed(errnoNumber(error));
      return undefined;
    }
    this.child = child;
    this.round?.childStarts();
    if (child.process.pid !== undefined) this.kept.add(child.process.pid);
    return child;
  }

  private startFailed(errno: number | undefined): void {
    this.startErrno = errno ?? EIO;
    this.startAt = performance.now() + this.startAfter;
    this.startAfter = Math.min(this.startAfter * 2, LAST_START);
  }

  private replied(child: Child, reply: ProbeReply): void {
    this.startAfter = FIRST_START;
    const target = child.calls.get(reply[0]);
    if (target === undefined) return;
    child.calls.delete(reply[0]);
    target.isAsked = false;
    target.retryAfter = FIRST_RETRY;
    const { round } = this;
    if (round?.open.delete(target) !== true) return;
    round.answers.set(target, answerOf(reply));
    this.pump();
  }

  /** A child that dies loses its open calls; those of this round are asked once more. */
  private ended(child: Child, errno: number | undefined): void {
    if (child.process.pid !== undefined) this.kept.remove(child.process.pid);
    if (this.leftOver.delete(child)) {
      // Its calls have returned at last, so it is worth asking again.
      for (const target of child.abandoned) target.retryAt = 0;
      if (this.leftOver.size === 0) this.drained?.();
      return;
    }
    if (this.child === child) this.child = undefined;
    const open = [...child.calls.values()];
    child.calls.clear();
    for (const target of open) target.isAsked = false;
    if (!child.process.hasAnswered()) this.startFailed(errno);
    this.requeue(open);
  }

  private requeue(targets: readonly Target[]): void {
    const { round } = this;
    if (round === undefined) return;
    for (const target of targets) {
      if (!round.open.delete(target)) continue;
      if (round.restarts === 0) round.queue.push(target);
      else round.answers.set(target, { errno: EIO });
    }
    round.restarts++;
    this.pump();
  }

  /** Time is up: mounts without an answer hang, and a child that does not even answer a ping is given up. */
  private async expire(round: Round): Promise<void> {
    await loopTurns();
    if (this.round !== round) return;
    const { child } = this;
    if (child !== undefined && !child.process.isAlive() && this.lingering < MAX_LEFT_OVER) this.giveUp(child);
    round.finish();
  }

  private giveUp(child: Child): void {
    const now = performance.now();
    child.abandoned = [...child.calls.values()];
    child.calls.clear();
    for (const target of child.abandoned) giveUp(target, now);
    this.leftOver.add(child);
    this.child = undefined;
    child.process.kill();
  }
}
