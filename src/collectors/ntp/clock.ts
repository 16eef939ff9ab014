import type { Native } from "../kit/host.ts";
import { STA_NANO, TIMEX_BYTES } from "../parsers/syscall/timex.ts";
import { instantOf, type Instant } from "./packet.ts";

const STATUS_AT = 40;
const SECONDS_AT = 72;
const FRACTION_AT = 80;

/** Reads this host's clock: JavaScript has milliseconds only, which is as much as an NTP offset may be. */
export function readClock(native: Native): Instant {
  const timex = Buffer.alloc(TIMEX_BYTES);
  try {
    native.adjtimex(timex);
  } catch {
    // A sandbox may forbid the call; a coarse time is better than none.
    return instantOf(0n, BigInt(Date.now()) * 1_000_000n);
  }
  const isNano = (timex.readInt32LE(STATUS_AT) & STA_NANO) !== 0;
  const fraction = timex.readBigInt64LE(FRACTION_AT);
  return instantOf(timex.readBigInt64LE(SECONDS_AT), isNano ? fraction : fraction * 1000n);
}
