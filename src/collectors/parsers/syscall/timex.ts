/** struct timex of 64-bit kernels (include/uapi/linux/timex.h), as adjtimex(2) fills it. */
interface Timex {
  /** STA_ bits. */
  readonly status: number;
  /** Nanoseconds with STA_NANO, microseconds without; `jitter` likewise. */
  readonly offset: number;
  /** Parts per million, scaled by 2^16; `ppsFrequency` and `stability` likewise. */
  readonly frequency: number;
  /** Microseconds. */
  readonly maxError: number;
  readonly estimatedError: number;
  readonly constant: number;
  /** Microseconds a clock tick. */
  readonly tick: number;
  readonly ppsFrequency: number;
  readonly jitter: number;
  /** Length of the calibration interval as a power of two, in seconds. */
  readonly shift: number;
  readonly stability: number;
  readonly jitterCount: number;
  readonly calibrationCount: number;
  readonly errorCount: number;
  readonly stabilityExceededCount: number;
  /** Seconds between TAI and UTC. */
  readonly tai: number;
}

export const TIMEX_BYTES = 208;

/** Status bit: offset and jitter are in nanoseconds. */
export const STA_NANO = 0x2000;

/** Result of adjtimex(2): the clock is not synchronized. */
export const TIME_ERROR = 5;

/** Reads a struct timex; the bytes behind it are ignored. */
export function parseTimex(bytes: Buffer): Timex {
  const long = (at: number) => readLong(bytes, at);
  return {
    offset: long(8),
    frequency: long(16),
    maxError: long(24),
    estimatedError: long(32),
    status: bytes.readInt32LE(40),
    constant: long(48),
    tick: long(88),
    ppsFrequency: long(96),
    jitter: long(104),
    shift: bytes.readInt32LE(112),
    stability: long(120),
    jitterCount: long(128),
    calibrationCount: long(136),
    errorCount: long(144),
    stabilityExceededCount: long(152),
    tai: bytes.readInt32LE(160),
  };
}

/** A signed 64-bit integer as the nearest float64. */
function readLong(bytes: Buffer, at: number): number {
  return bytes.readInt32LE(at + 4) * 2 ** 32 + bytes.readUInt32LE(at);
}
