import { ParseError } from "../kit/errors.ts";

/**
 * A point in time as NTP counts it, in units of 2^-32 seconds, but from 1970 on: float64 seconds of these years
 * would be off by a quarter of a microsecond.
 */
export type Instant = bigint;

/** What a server reports in one packet (RFC 5905, section 7.3). */
export interface NtpAnswer {
  /** 1 or 2 announces a leap second at the end of the day, 3 an unsynchronized clock. */
  readonly leap: number;
  /** 1 for a server with a clock of its own, 0 for one that refuses to answer. */
  readonly stratum: number;
  /** Seconds to the reference clock and back. */
  readonly rootDelay: number;
  /** Seconds. */
  readonly rootDispersion: number;
  /** When the server's clock was last set; undefined when never. */
  readonly reference: Instant | undefined;
  readonly received: Instant;
  readonly transmitted: Instant;
}

const PACKET_BYTES = 48;

const MODE_CLIENT = 3;
const MODE_SERVER = 4;
const COOKIE_AT = 40;

/** Seconds from 1900 to 1970. */
const UNIX_EPOCH = 2_208_988_800n;

/** A question of version 2 to 4; the 8 bytes of the cookie come back in the answer. */
export function encodeQuestion(version: number, cookie: Uint8Array): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES);
  packet[0] = (version << 3) | MODE_CLIENT;
  packet.set(cookie, COOKIE_AT);
  return packet;
}

/** Reads the answer to the question with this cookie. Throws a ParseError for any other packet. */
export function parseAnswer(packet: Buffer, cookie: Uint8Array): NtpAnswer {
  if (packet.length < PACKET_BYTES) throw new ParseError(`NTP: an answer of ${packet.length} bytes`);
  const [first = 0, stratum = 0] = packet;
  if ((first & 7) !== MODE_SERVER) throw new ParseError(`NTP: mode ${first & 7} is no answer`);
  if (!packet.subarray(24, 32).equals(cookie)) throw new ParseError("NTP: the answer is to another question");
  const reference = packet.readBigUInt64BE(16);
  const transmitted = packet.readBigUInt64BE(COOKIE_AT);
  if (transmitted === 0n) throw new ParseError("NTP: the server does not know the time");
  const answer = {
    leap: first >> 6,
    stratum,
    rootDelay: packet.readUInt32BE(4) / 2 ** 16,
    rootDispersion: packet.readUInt32BE(8) / 2 ** 16,
    reference: reference === 0n ? undefined : instant(reference),
    received: instant(packet.readBigUInt64BE(32)),
    transmitted: instant(transmitted),
  };
  if (answer.transmitted < answer.received) throw new ParseError("NTP: the server answered before it was asked");
  return answer;
}

/** A clock reading of seconds and nanoseconds since 1970. */
export function instantOf(seconds: bigint, nanoseconds: bigint): Instant {
  return (seconds << 32n) + (nanoseconds << 32n) / 1_000_000_000n;
}

/** Seconds since 1970, or between two instants. */
export function secondsOf(instant: Instant): number {
  return Number(instant) / 2 ** 32;
}

/** Seconds are counted again from 2036 on; what would be before 1970 is taken for that. */
function instant(timestamp: bigint): Instant {
  const sinceEpoch = timestamp - (UNIX_EPOCH << 32n);
  return sinceEpoch >= 0n ? sinceEpoch : sinceEpoch + (1n << 64n);
}
