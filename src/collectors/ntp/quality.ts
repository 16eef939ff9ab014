import { secondsOf, type Instant } from "./packet.ts";
import type { Exchange } from "./query.ts";

/** What an exchange shows about this host's clock, in seconds. */
interface Measurement {
  readonly roundTrip: number;
  /** Positive when the server's clock is ahead. */
  readonly offset: number;
  /** By how much an answer left before its question came, on either way: at least this much a clock is wrong. */
  readonly minError: number;
  /** Largest error that the way to the reference clock may have added. */
  readonly rootDistance: number;
}

interface Limits {
  readonly maxDistance: number;
  readonly tolerance: number;
}

const MAX_STRATUM = 15;
const NOT_SYNCHRONIZED = 3;
const MAX_DISPERSION = 16;

/** Longest time between two questions of a server to its own (RFC 5905). */
const MAX_POLL = 2 ** 17;

const DAY = BigInt(24 * 60 * 60) << 32n;

/** The formulas of RFC 5905, section 8. */
export function measure({ asked, answer, arrived }: Exchange): Measurement {
  const there = answer.received - asked;
  const back = arrived - answer.transmitted;
  const roundTrip = Math.max(0, secondsOf(there + back));
  return {
    roundTrip,
    offset: secondsOf(there - back) / 2,
    minError: Math.max(0, secondsOf(-there), secondsOf(-back)),
    rootDistance: (roundTrip + answer.rootDelay) / 2 + answer.rootDispersion,
  };
}

/** Judges answers, one after the other: a leap second is announced before midnight and worked off after it. */
export class Sanity {
  private readonly limits: Limits;
  private leapMidnight: Instant | undefined;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** Whether the server is one to go by and agrees with this host. */
  judge({ answer }: Exchange, { minError, rootDistance }: Measurement): boolean {
    const { leap, stratum, rootDelay, rootDispersion, reference, transmitted } = answer;
    if (leap === 1 || leap === 2) this.leapMidnight = transmitted - (transmitted % DAY) + DAY;
    const tolerance = this.limits.tolerance + (this.isNearLeap(transmitted) ? 1 : 0);
    const age = reference === undefined ? Infinity : secondsOf(transmitted - reference);
    return (
      stratum >= 1 &&
      stratum <= MAX_STRATUM &&
      leap !== NOT_SYNCHRONIZED &&
      age >= 0 &&
      age <= MAX_POLL &&
      rootDelay / 2 + rootDispersion <= MAX_DISPERSION &&
      rootDistance <= this.limits.maxDistance &&
      minError <= tolerance
    );
  }

  private isNearLeap(time: Instant): boolean {
    return this.leapMidnight !== undefined && time > this.leapMidnight - DAY && time < this.leapMidnight + DAY;
  }
}
