import type { SecureContextOptions } from "node:tls";
import { errnoOf } from "../../../collectors/kit/errors.ts";
import type { Log } from "../../log/log.ts";
import type { Observer, WebSummary } from "../../self/observer.ts";
import { earliestExpiry, loadCertificates } from "../tls/certificates.ts";
import type { Swept } from "../sweeper.ts";
import { reasonOf } from "../../reason-of.ts";
import { WebError } from "../web-error.ts";
import { ageOf, fingerprint, readBoundedFile } from "../../config-files/bounded-file.ts";
import { CertificateFiles } from "./certificate-files.ts";
import { needRestart, untilRestart } from "./restart.ts";
import { NO_CONFIG, parseWebConfig, type WebConfig } from "./web-config.ts";
import { weakening } from "./weakening.ts";

/** What is in force: a configuration with the certificates that belong to it. */
export interface Effective {
  readonly config: WebConfig;
  /** Undefined without TLS. */
  readonly context: SecureContextOptions | undefined;
}

/**
 * The configuration file and its certificates, read again when they change. What cannot be used leaves the last good
 * state in force, with one line in the log. Times are in milliseconds.
 */
export class LiveConfig implements Swept {
  private readonly file: string;
  private readonly settle: number;
  private readonly observer: Observer;
  private readonly log: Log;
  /** Replaced as a whole, and by nobody else. */
  effective: Effective;
  private seen: string;
  private candidate = "";
  private candidateSince = 0;
  private certificates: CertificateFiles;
  /** Of the file that was last read and could not be used; undefined while it is in force. */
  private rejected: CertificateFiles | undefined;
  private fileError = "";
  private certificatesError = "";

  /** Reads everything; throws WebError. Without a file (""), nothing is configured. */
  constructor(file: string, settle: number, observer: Observer, log: Log) {
    this.file = file;
    this.settle = settle;
    this.observer = observer;
    this.log = log;
    this.seen = file === "" ? "" : fingerprint(file);
    const config = file === "" ? NO_CONFIG : parse(file);
    this.certificates = new CertificateFiles(config.tls);
    this.effective = { config, context: this.certificates.load(0) };
    this.reportExpiry();
    observer.webConfigured(summaryOf(config, file));
    for (const warning of this.effective.config.warnings) log("warn", warning);
  }

  /** Looks at the disk; cheap when nothing has changed. A change that may not be complete has to be looked at again. */
  sweep(now: number): number {
    if (this.file === "") return Infinity;
    const next = this.settlesAt(now);
    if (next <= now) this.readChanged(now);
    this.checkCertificates(now);
    return next <= now ? Infinity : next;
  }

  /** Reports whether the file and the certificates on the disk are what is in force. */
  private reportState(): void {
    const isCurrent = this.fileError === "" && this.certificatesError === "";
    this.observer.set("web configuration current", isCurrent ? 1 : 0);
  }

  private reportExpiry(): void {
    const { context } = this.effective;
    if (context !== undefined) this.observer.set("certificate expiry", earliestExpiry(context));
  }

  /**
   * As `sweep`, for the certificates alone: these are used at once, since half a certificate is none. A file that was
   * rejected is read again with its certificates; if it has changed itself, it first has to settle.
   */
  checkCertificates(now: number): void {
    if (this.rejected?.isDue(now) === true && fingerprint(this.file) === this.seen) this.reload(now);
    if (this.certificates.isDue(now)) this.reloadCertificates(now);
  }

  private reloadCertificates(now: number): void {
    const { config } = this.effective;
    this.certificates = new CertificateFiles(config.tls);
    try {
      this.effective = { config, context: this.certificates.load(now) };
      this.reportExpiry();
      this.certificatesError = "";
      this.log("info", "TLS certificates loaded");
    } catch (error) {
      this.certificatesError = this.keep("TLS certificates", error, this.certificatesError);
    }
    this.reportState();
  }

  /** When a change of the file is to be read; infinity where there is none. */
  private settlesAt(now: number): number {
    const current = fingerprint(this.file);
    if (current === this.seen) return Infinity;
    if (current !== this.candidate) {
      this.candidate = current;
      // Nobody may have looked for days.
      this.candidateSince = now - ageOf(this.file);
    }
    return this.candidateSince + this.settle;
  }

  private readChanged(now: number): void {
    this.seen = this.candidate;
    // A reason that stays the same after an edit is logged again.
    this.fileError = "";
    this.reload(now);
  }

  private reload(now: number): void {
    let certificates = new CertificateFiles(undefined);
    try {
      const config = parse(this.file);
      const problem = weakening(this.effective.config, config);
      if (problem !== undefined) throw new WebError(`${this.file}: ${problem}`);
      certificates = new CertificateFiles(config.tls);
      this.adopt(config, certificates, now);
    } catch (error) {
      this.rejected = certificates;
      if (mayPass(error)) certificates.retry(now);
      this.fileError = this.keep("web configuration", error, this.fileError);
    }
    this.reportState();
  }

  private adopt(changed: WebConfig, certificates: CertificateFiles, now: number): void {
    const running = this.effective.config;
    const config = untilRestart(running, changed);
    this.effective = { config, context: certificates.load(now) };
    this.reportExpiry();
    this.certificates = certificates;
    this.rejected = undefined;
    this.fileError = "";
    this.certificatesError = "";
    this.observer.webConfigured(summaryOf(config, this.file));
    this.log("info", "web configuration loaded", { file: this.file });
    for (const warning of config.warnings) this.log("warn", warning);
    const restart = needRestart(running, changed);
    if (restart.length > 0) {
      this.log("warn", "these web settings have changed and need a restart", { settings: restart.join(",") });
    }
  }

  /** `last`: the reason that is logged already. Returns the one of this error. */
  private keep(what: string, error: unknown, last: string): string {
    const problem = reasonOf(error);
    if (problem === last) return problem;
    this.observer.count("web configuration failed");
    this.log("error", `the changed ${what} cannot be used, the last valid one stays in force`, { err: problem });
    return problem;
  }
}

/** Reads all that a configuration file names; throws WebError for what cannot be used. */
export function checkWebConfig(file: string): void {
  const { tls } = parse(file);
  if (tls !== undefined) loadCertificates(tls);
}

function parse(file: string): WebConfig {
  let text: string;
  try {
    text = readBoundedFile(file);
  } catch (error) {
    throw new WebError(`web configuration: ${reasonOf(error)}`, { cause: error });
  }
  return parseWebConfig(text, file);
}

/** Whether reading failed for a reason that no change of the file may end, such as a shortage of descriptors. */
function mayPass(error: unknown): boolean {
  const code = errnoOf(error);
  if (code !== undefined) return code !== "ENOENT";
  return error instanceof Error && error.cause !== undefined && mayPass(error.cause);
}

function summaryOf({ tls, http2, users, rateLimit, headers }: WebConfig, file: string): WebSummary {
  return {
    file,
    tls: tls !== undefined,
    http2: tls !== undefined && http2,
    clientCertificates: tls?.clientAuth ?? "none",
    users: users.size,
    rateLimit,
    headers: headers.map(([name]) => name),
  };
}
