import type { ProbeAnswer, ProbeTimes } from "../../collectors/kit/host.ts";
import type { Target } from "./targets.ts";

/** The questions of one scrape, until all are answered or time is up. */
export class Round {
  readonly answers = new Map<Target, ProbeAnswer>();
  readonly queue: Target[];
  readonly open = new Set<Target>();
  restarts = 0;
  private readonly times: ProbeTimes;
  private readonly expire: (round: Round) => void;
  private readonly done: (answers: ReadonlyMap<Target, ProbeAnswer>) => void;
  private timer: NodeJS.Timeout | undefined;
  private isCounting = false;

  /** `expire` is called when time is up, `done` when the round is finished. */
  constructor(
    queue: Target[],
    times: ProbeTimes,
    expire: (round: Round) => void,
    done: (answers: ReadonlyMap<Target, ProbeAnswer>) => void,
  ) {
    this.queue = queue;
    this.times = times;
    this.expire = expire;
    this.done = done;
    this.childStarts();
  }

  /** The mounts' time has to wait. */
  childStarts(): void {
    this.isCounting = false;
    this.expireAt(this.times.until);
  }

  /** The mounts' time begins, unless it has. */
  childRuns(): void {
    if (this.isCounting) return;
    this.isCounting = true;
    this.expireAt(Math.min(performance.now() + this.times.timeout, this.times.until));
  }

  /** Hands over the answers that there are. */
  finish(): void {
    clearTimeout(this.timer);
    this.done(this.answers);
  }

  private expireAt(time: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.expire(this), Math.max(0, time - performance.now()));
  }
}
