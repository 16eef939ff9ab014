import type { CollectorContext } from "../kit/define.ts";
import { type Errnos, NOT_SUPPORTED } from "../kit/errnos.ts";
import { errnoOf } from "../kit/errors.ts";

/** The driver just has no such thing. */
const ABSENT: Errnos = new Set([...NOT_SUPPORTED, "ENODEV"]);

/** What drivers refuse: left out, and logged once, at debug level where a driver just has no such thing. */
export class Refusals {
  private readonly log: CollectorContext["log"];
  /** By device. */
  private readonly known = new Map<string, Set<string>>();

  constructor(log: CollectorContext["log"]) {
    this.log = log;
  }

  /** Throws what is no error of a system call. */
  attempt(device: string, what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      const code = errnoOf(error);
      if (code === undefined) throw error;
      this.record(device, what, code);
    }
  }

  /** Only these devices are left: another one of an old name may be something else. */
  keep(devices: readonly string[]): void {
    if (this.known.size === 0) return;
    const left = new Set(devices);
    for (const device of this.known.keys()) if (!left.has(device)) this.known.delete(device);
  }

  private record(device: string, what: string, code: string): void {
    let refused = this.known.get(device);
    if (refused === undefined) this.known.set(device, (refused = new Set()));
    const key = `${what} ${code}`;
    if (refused.has(key)) return;
    refused.add(key);
    this.log(ABSENT.has(code) ? "debug" : "error", `no ${what}`, { device, err: code });
  }
}
