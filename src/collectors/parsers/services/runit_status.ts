/** The content of `supervise/status` of a runit service; see runsv(8). */
interface RunitStatus {
  /** 0 down, 1 running, 2 its finish script is running. */
  readonly state: number;
  readonly isWanted: boolean;
  /** Seconds since 1970. */
  readonly changedAt: number;
}

const BYTES = 20;
const WANT = 17;
const STATE = 19;
const LETTER_U = 117;
/** TAI64 label of 1970-01-01, ten seconds of TAI's lead over UTC included. */
const EPOCH = (1n << 62n) + 10n;

/** Reads the 20 bytes that runsv writes; what a short file lacks counts as zero. */
export function parseRunitStatus(bytes: Buffer): RunitStatus {
  const status = Buffer.alloc(BYTES);
  bytes.copy(status);
  return {
    state: status.readUInt8(STATE),
    isWanted: status.readUInt8(WANT) === LETTER_U,
    changedAt: Number(status.readBigUInt64BE(0) - EPOCH),
  };
}
