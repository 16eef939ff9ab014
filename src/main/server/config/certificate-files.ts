import type { SecureContextOptions } from "node:tls";
import { certificatesFingerprint, loadCertificates } from "../tls/certificates.ts";
import type { TlsConfig } from "./tls-config.ts";

/** Least time between two attempts without a change of the files, in milliseconds. */
const RETRY = 1000;

/** The certificates that a configuration names, as they are on the disk when this is made: before they are loaded. */
export class CertificateFiles {
  private readonly tls: TlsConfig | undefined;
  private readonly seen: string;
  private retryAt = Infinity;

  /** Without TLS there are none. */
  constructor(tls: TlsConfig | undefined) {
    this.tls = tls;
    this.seen = fingerprintOf(tls);
  }

  /** Whether to load again: a file has changed, come or gone, or an attempt that may pass next time was a second ago. */
  isDue(now: number): boolean {
    return now >= this.retryAt || fingerprintOf(this.tls) !== this.seen;
  }

  /** Undefined without TLS. Throws for what cannot be used: the error does not show a shortage that passes. */
  load(now: number): SecureContextOptions | undefined {
    try {
      return this.tls === undefined ? undefined : loadCertificates(this.tls);
    } catch (error) {
      this.retry(now);
      throw error;
    }
  }

  /** Due again in a second, whatever happens to the files. */
  retry(now: number): void {
    this.retryAt = now + RETRY;
  }
}

function fingerprintOf(tls: TlsConfig | undefined): string {
  return tls === undefined ? "" : certificatesFingerprint(tls);
}
