import type { RateLimit } from "./config/web-config.ts";

/** A token bucket: full at first, one token more each interval. A burst of 0 lets nothing through. */
export class RateLimiter {
  private readonly interval: number;
  private readonly burst: number;
  private tokens: number;
  private last: number;

  constructor({ interval, burst }: RateLimit, now: number) {
    this.interval = interval * MILLISECONDS;
    this.burst = burst;
    this.tokens = burst;
    this.last = now;
  }

  /** Takes a token if there is one; `now` in milliseconds. */
  allow(now: number): boolean {
    this.tokens = Math.min(this.burst, this.tokens + (now - this.last) / this.interval);
    this.last = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}

const MILLISECONDS = 1000;
