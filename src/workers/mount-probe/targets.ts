/** How long a mount whose child was given up is left alone, in milliseconds; doubled every time. */
export const FIRST_RETRY = 30_000;
const LAST_RETRY = 600_000;

/** One mount; kept as long as it is asked about or has an open call. */
export interface Target {
  /** The bytes of the path, as latin1. */
  readonly path: string;
  /** A child has not answered yet. A mount has at most one open call. */
  isAsked: boolean;
  retryAt: number;
  retryAfter: number;
}

/** Its call does not return: it is left alone for a while. */
export function giveUp(target: Target, now: number): void {
  target.isAsked = false;
  target.retryAt = now + target.retryAfter;
  target.retryAfter = Math.min(target.retryAfter * 2, LAST_RETRY);
}

/** The mounts that are known. */
export class Targets {
  private readonly byPath = new Map<string, Target>();

  get size(): number {
    return this.byPath.size;
  }

  of(path: string | Buffer): Target {
    const key = (typeof path === "string" ? Buffer.from(path) : path).toString("latin1");
    let target = this.byPath.get(key);
    if (target === undefined) {
      target = { path: key, isAsked: false, retryAt: 0, retryAfter: FIRST_RETRY };
      this.byPath.set(key, target);
    }
    return target;
  }

  /** Forgets mounts that are gone. */
  forget(wanted: ReadonlySet<Target>): void {
    for (const [key, target] of this.byPath) if (!wanted.has(target) && !target.isAsked) this.byPath.delete(key);
  }
}
