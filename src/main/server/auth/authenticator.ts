import type { Log } from "../../log/log.ts";
import type { Observer } from "../../self/observer.ts";
import type { Users } from "../config/users.ts";
import { BcryptWorker } from "./bcrypt-worker.ts";
import { CheckQueue, type Verdict } from "./check-queue.ts";
import { type Credentials, parseCredentials } from "./credentials.ts";
import { Verdicts } from "./verdicts.ts";
import { workOf } from "./work.ts";

type Answer = (verdict: Verdict) => void;

/** Checks Basic credentials against bcrypt hashes. Known ones are answered at once, others after a while. */
export class Authenticator {
  private readonly verdicts = new Verdicts();
  private readonly worker: BcryptWorker;
  private readonly queue: CheckQueue;
  /** Who waits for the same credentials, by their key. */
  private readonly waiting = new Map<string, Answer[]>();
  private readonly observer: Observer;
  private users: Users = new Map();
  private work = workOf(this.users);

  constructor(observer: Observer, log: Log) {
    this.observer = observer;
    this.worker = new BcryptWorker(log);
    this.queue = new CheckQueue((password, hash, done) => this.worker.compare({ password, hash }, done), this.work);
  }

  /** For what follows; the same map is free. */
  use(users: Users): void {
    if (users === this.users) return;
    this.users = users;
    this.work = workOf(users);
    this.queue.use(this.work);
  }

  /** `source` is the address of the client. */
  check(header: string | undefined, source: string, answer: Answer): void {
    const credentials = parseCredentials(header);
    if (credentials === undefined) {
      this.answer(answer, "refused");
      return;
    }
    const { user, password } = credentials;
    const key = this.verdicts.key(user, this.users.get(user) ?? this.work.hashOfNobody, password);
    const known = this.verdicts.get(key);
    if (known !== undefined) this.answer(answer, known ? "accepted" : "refused");
    else this.ask(key, credentials, source, answer);
  }

  async close(): Promise<void> {
    await this.worker.close();
  }

  private ask(key: string, { user, password }: Credentials, source: string, answer: Answer): void {
    const same = this.waiting.get(key);
    if (same !== undefined) {
      same.push(answer);
      return;
    }
    const answers = [answer];
    this.waiting.set(key, answers);
    const settle = (verdict: Verdict): void => {
      this.waiting.delete(key);
      for (const each of answers) this.answer(each, verdict);
    };
    const learn = (matches: boolean): void => this.verdicts.set(key, matches);
    this.queue.add({ source, password, hash: this.users.get(user), answer: settle, learn });
  }

  private answer(answer: Answer, verdict: Verdict): void {
    if (verdict !== "accepted") this.observer.count("request unauthorized");
    answer(verdict);
  }
}
