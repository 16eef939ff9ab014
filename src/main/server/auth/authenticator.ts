import type { Observer } from "../../self/observer.ts";
import type { Users } from "../config/users.ts";
import { BcryptWorker } from "./bcrypt-worker.ts";
import { parseCredentials, type Credentials } from "./credentials.ts";
import { hashOfNobody, paddingOf } from "./padding.ts";
import { Verdicts } from "./verdicts.ts";

/** `busy`: too many logins are being checked, or the check itself failed. */
export type Verdict = "accepted" | "refused" | "busy";

type Answer = (verdict: Verdict) => void;

/** A login that is being checked. */
interface Check {
  readonly source: string;
  readonly answers: Answer[];
}

/** Logins that are checked at the same time: of all clients, and of one address. */
const MAX_CHECKS = 32;
const MAX_CHECKS_OF_SOURCE = 4;

/** Checks Basic credentials against bcrypt hashes. Known logins are answered at once, others after a while. */
export class Authenticator {
  private readonly verdicts = new Verdicts();
  private readonly worker = new BcryptWorker();
  private readonly checks = new Map<string, Check>();
  private users: Users = new Map();
  private nobody = "";
  private readonly observer: Observer;

  constructor(observer: Observer) {
    this.observer = observer;
  }

  /** For what follows; the same map is free. */
  use(users: Users): void {
    if (users === this.users) return;
    this.users = users;
    this.nobody = users.size === 0 ? "" : hashOfNobody(users);
  }

  /** `source` is the address of the client. */
  check(header: string | undefined, source: string, answer: Answer): void {
    const credentials = parseCredentials(header);
    if (credentials === undefined) {
      this.answer(answer, "refused");
      return;
    }
    const hash = this.users.get(credentials.user) ?? this.nobody;
    const key = this.verdicts.key(credentials.user, hash, credentials.password);
    const known = this.verdicts.get(key);
    if (known !== undefined) this.answer(answer, known ? "accepted" : "refused");
    else this.ask(key, { ...credentials, hash }, source, answer);
  }

  async close(): Promise<void> {
    await this.worker.close();
  }

  private ask(key: string, login: Credentials & { readonly hash: string }, source: string, answer: Answer): void {
    const same = this.checks.get(key);
    if (same !== undefined) {
      same.answers.push(answer);
      return;
    }
    if (this.isBusy(source)) {
      this.answer(answer, "busy");
      return;
    }
    const check: Check = { source, answers: [answer] };
    this.checks.set(key, check);
    const { user, password, hash } = login;
    const isUser = this.users.has(user);
    this.worker.compare({ password, hash, padding: paddingOf(hash, this.users) }, (matches) => {
      this.checks.delete(key);
      this.settle(key, check, matches === undefined ? undefined : matches && isUser);
    });
  }

  private isBusy(source: string): boolean {
    if (this.checks.size >= MAX_CHECKS) return true;
    let ofSource = 0;
    for (const check of this.checks.values()) if (check.source === source) ofSource++;
    return ofSource >= MAX_CHECKS_OF_SOURCE;
  }

  private settle(key: string, check: Check, isRight: boolean | undefined): void {
    if (isRight !== undefined) this.verdicts.set(key, isRight);
    const verdict = isRight === undefined ? "busy" : isRight ? "accepted" : "refused";
    for (const answer of check.answers) this.answer(answer, verdict);
  }

  private answer(answer: Answer, verdict: Verdict): void {
    if (verdict !== "accepted") this.observer.count("request unauthorized");
    answer(verdict);
  }
}
