import type { BcryptDone } from "./bcrypt-worker.ts";
import type { Work } from "./work.ts";

/** `busy`: too many passwords are being compared, or a comparison failed. */
export type Verdict = "accepted" | "refused" | "busy";

/** A user name and password of a client that is not known yet. */
interface Question {
  /** The address of the client. */
  readonly source: string;
  readonly password: string;
  /** Undefined: there is no such user. */
  readonly hash: string | undefined;
  /** Called once. */
  readonly answer: (verdict: Verdict) => void;
  /** Called when it is known, perhaps after the answer. */
  readonly learn: (matches: boolean) => void;
}

interface Check extends Question {
  /** `compared`: the user's own hash does not match; `delayed`: a refusal that only waits for its time. */
  state: "waiting" | "comparing" | "compared" | "delayed";
  readonly since: number;
  timer?: NodeJS.Timeout;
}

/** Starts a comparison. */
type Compare = (password: string, hash: string, done: BcryptDone) => void;

/** Addresses with a comparison at the same time, and comparisons that each of them may wait for. */
const MAX_SOURCES = 32;
const MAX_OF_SOURCE = 4;

/** However long the longest comparison takes, a refusal waits no longer, in milliseconds. */
const MAX_DELAY = 60_000;

/** Refusals wait a little longer than the slowest comparison is expected to take. */
const MARGIN = 1.25;

/** A slow comparison counts less after every other one. */
const FADING = 0.98;

/**
 * Decides in which order passwords are compared. Those of users come first, one of each address at a time, the newest
 * first: neither other addresses nor earlier wrong passwords keep a right one out. Refusals are all given in the order
 * of arrival, when no user's password waits; those of unknown users after a comparison with nobody's hash. So the time of
 * a refusal depends on what else is asked, and not on whether the user exists. Who has waited longest makes room.
 */
export class CheckQueue {
  private readonly compare: Compare;
  /** Without an answer, oldest first. */
  private readonly open = new Set<Check>();
  /** Addresses whose users' passwords are being compared. */
  private readonly comparing = new Set<string>();
  private isRefusing = false;
  private work: Work;
  /** Milliseconds that a comparison with nobody's hash takes at most, as far as is known. */
  private pace = 0;

  constructor(compare: Compare, work: Work) {
    this.compare = compare;
    this.work = work;
  }

  /** The users have changed. */
  use(work: Work): void {
    this.work = work;
    this.pace = 0;
  }

  add(question: Question): void {
    const ofSource = [...this.open].filter(({ source }) => source === question.source);
    const [oldest] =
      ofSource.length >= MAX_OF_SOURCE ? ofSource : this.open.size >= MAX_SOURCES * MAX_OF_SOURCE ? this.open : [];
    if (oldest !== undefined) this.settle(oldest, "busy");
    this.open.add({ ...question, state: "waiting", since: performance.now() });
    this.next();
  }

  private next(): void {
    for (const check of [...this.open].toReversed()) if (this.mayCompare(check)) this.compareUser(check);
    if (this.comparing.size === 0 && !this.isRefusing) this.refuseNext();
  }

  private mayCompare({ hash, state, source }: Check): boolean {
    const isWaiting = hash !== undefined && state === "waiting";
    return isWaiting && this.comparing.size < MAX_SOURCES && !this.comparing.has(source);
  }

  private compareUser(check: Check): void {
    check.state = "comparing";
    this.comparing.add(check.source);
    this.measured(check.password, check.hash ?? "", (matches) => {
      this.comparing.delete(check.source);
      check.state = "compared";
      if (matches !== undefined) check.learn(matches);
      if (matches !== false) this.settle(check, matches === undefined ? "busy" : "accepted");
      this.next();
    });
  }

  private measured(password: string, hash: string, done: BcryptDone): void {
    const start = performance.now();
    this.compare(password, hash, (matches) => {
      const times = this.work.times(hash);
      // What else a short comparison takes would make it look too long.
      if (times >= 1) this.pace = Math.max(this.pace * FADING, (performance.now() - start) / times);
      done(matches);
    });
  }

  private refuseNext(): void {
    for (const check of this.open) {
      if (check.state === "delayed") continue;
      // How long the longest takes is not known before.
      if (check.state === "compared" && (this.work.isEven || this.pace > 0)) this.refuse(check);
      else return this.compareNobody(check);
    }
  }

  private compareNobody(check: Check): void {
    this.isRefusing = true;
    this.measured(check.password, this.work.hashOfNobody, (matches) => {
      this.isRefusing = false;
      if (matches === undefined) this.settle(check, "busy");
      else {
        check.learn(false);
        this.refuse(check);
      }
      this.next();
    });
  }

  /** At once where all comparisons take the same; otherwise not before the longest would have ended. */
  private refuse(check: Check): void {
    check.state = "delayed";
    const { isEven, longest } = this.work;
    const delay = isEven ? 0 : Math.min(this.pace * longest * MARGIN, MAX_DELAY);
    const rest = check.since + delay - performance.now();
    if (rest <= 0) this.settle(check, "refused");
    else check.timer = setTimeout(() => this.settle(check, "refused"), rest).unref();
  }

  private settle(check: Check, verdict: Verdict): void {
    clearTimeout(check.timer);
    if (this.open.delete(check)) check.answer(verdict);
  }
}
