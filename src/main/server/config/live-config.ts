import type { SecureContextOptions } from "node:tls";
import type { Log } from "../../log/log.ts";
import type { Observer, WebSummary } from "../../self/observer.ts";
import { certificatesFingerprint, earliestExpiry, loadCertificates } from "../tls/certificates.ts";
import type { Swept } from "../sweeper.ts";
import { reasonOf } from "../../reason-of.ts";
import { WebError } from "../web-error.ts";
import { ageOf, fingerprint, readBoundedFile } from "../../config-files/bounded-file.ts";
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
  private seenCertificates: string;
  private candidate = "";
  private candidateSince = 0;
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
    this.seenCertificates = certificatesOf(config);
    this.effective = load(config);
    this.reportExpiry();
    observer.webConfigured(summaryOf(config, file));
    for (const warning of this.effective.config.warnings) log("warn", warning);
  }

  /** Looks at the disk; cheap when nothing has changed. A change that may not be complete has to be looked at again. */
  sweep(now: number): number {
    if (this.file === "") return Infinity;
    const next = this.settlesAt(now);
    if (next <= now) this.reload();
    this.checkCertificates();
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

  /** As `sweep`, for the certificates alone: these are used at once, since half a certificate is none. */
  checkCertificates(): void {
    const { tls } = this.effective.config;
    if (tls === undefined) return;
    const now = certificatesFingerprint(tls);
    if (now === this.seenCertificates) return;
    this.seenCertificates = now;
    try {
      this.effective = { config: this.effective.config, context: loadCertificates(tls) };
      this.reportExpiry();
      this.certificatesError = "";
      this.log("info", "TLS certificates loaded");
    } catch (error) {
      this.certificatesError = this.keep("TLS certificates", error);
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

  private reload(): void {
    this.seen = this.candidate;
    try {
      const config = parse(this.file);
      const problem = weakening(this.effective.config, config);
      if (problem !== undefined) throw new WebError(`${this.file}: ${problem}`);
      this.adopt(config);
    } catch (error) {
      this.fileError = this.keep("web configuration", error);
    }
    this.reportState();
  }

  private adopt(config: WebConfig): void {
    const certificates = certificatesOf(config);
    this.effective = load(config);
    this.reportExpiry();
    this.seenCertificates = certificates;
    this.fileError = "";
    this.certificatesError = "";
    this.observer.webConfigured(summaryOf(config, this.file));
    this.log("info", "web configuration loaded", { file: this.file });
    for (const warning of config.warnings) this.log("warn", warning);
  }

  private keep(what: string, error: unknown): string {
    this.observer.count("web configuration failed");
    const problem = reasonOf(error);
    this.log("error", `the changed ${what} cannot be used, the last valid one stays in force`, { err: problem });
    return problem;
  }
}

/** Reads all that a configuration file names; throws WebError for what cannot be used. */
export function checkWebConfig(file: string): void {
  load(parse(file));
}

function parse(file: string): WebConfig {
  let text: string;
  try {
    text = readBoundedFile(file);
  } catch (error) {
    throw new WebError(`web configuration: ${reasonOf(error)}`);
  }
  return parseWebConfig(text, file);
}

function certificatesOf({ tls }: WebConfig): string {
  return tls === undefined ? "" : certificatesFingerprint(tls);
}

function load(config: WebConfig): Effective {
  return { config, context: config.tls === undefined ? undefined : loadCertificates(config.tls) };
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
