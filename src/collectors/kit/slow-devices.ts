/** A device that made a scrape late is left alone for this long. */
const PAUSE_MS = 60_000;

/** Below this a device is not the one that made a scrape late. */
const SLOW_MS = 500;

/**
 * Reads devices that may block, such as sensors behind a slow bus, within a deadline on the clock of
 * `performance.now()`; one that broke it is left out for a while, so that it costs only itself.
 */
export class SlowDevices {
  private readonly pausedUntil = new Map<string, number>();
  private readonly now: () => number;

  /** `now` is that clock. */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** Throws an error that names the device when it is left out. */
  read(device: string, deadline: number, read: () => void): void {
    const start = this.now();
    this.requireTime(device, start, deadline);
    try {
      read();
    } finally {
      const end = this.now();
      if (end > deadline && end - start > SLOW_MS) this.pausedUntil.set(device, end + PAUSE_MS);
    }
  }

  private requireTime(device: string, now: number, deadline: number): void {
    const until = this.pausedUntil.get(device);
    if (until !== undefined && now < until)
      throw new Error(`${device} is left out: its last reading took longer than a scrape may`);
    this.pausedUntil.delete(device);
    if (now > deadline) throw new Error(`no time left to read ${device}`);
  }
}
