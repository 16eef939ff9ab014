import { ParseError } from "../../kit/errors.ts";

/**
 * Columns of struct rtnl_link_stats64 and rtnl_link_stats (include/uapi/linux/if_link.h) in their order,
 * up to the one that came with Linux 4.6.
 */
export const COUNTERS = [
  "rx_packets",
  "tx_packets",
  "rx_bytes",
  "tx_bytes",
  "rx_errors",
  "tx_errors",
  "rx_dropped",
  "tx_dropped",
  "multicast",
  "collisions",
  "rx_length_errors",
  "rx_over_errors",
  "rx_crc_errors",
  "rx_frame_errors",
  "rx_fifo_errors",
  "rx_missed_errors",
  "tx_aborted_errors",
  "tx_carrier_errors",
  "tx_fifo_errors",
  "tx_heartbeat_errors",
  "tx_window_errors",
  "rx_compressed",
  "tx_compressed",
  "rx_nohandler",
] as const;

export type CounterName = (typeof COUNTERS)[number];

/** Linux before 4.6 has no rx_nohandler, which then counts as 0. */
const MIN_COUNTERS = 23;
const TWO_TO_32 = 4_294_967_296;
/** 32-bit words of a row, low word first. */
const ROW_WORDS = COUNTERS.length * 2;

/** The counters of many interfaces, a row each, in memory that is used again at each dump. */
export class CounterTable {
  rows = 0;
  private words = new Uint32Array(16 * ROW_WORDS);

  clear(): void {
    this.rows = 0;
  }

  /**
   * Takes counters of `width` bytes each from between `start` and `end` into the row after the last;
   * raising `rows` is what adds it.
   */
  take(bytes: Buffer, start: number, end: number, width: 4 | 8): void {
    const count = Math.min(Math.floor((end - start) / width), COUNTERS.length);
    if (count < MIN_COUNTERS) throw new ParseError(`rtnetlink link counters: ${end - start} bytes are too few`);
    if ((this.rows + 1) * ROW_WORDS > this.words.length) this.grow();
    const { words } = this;
    let to = this.rows * ROW_WORDS;
    for (let column = 0; column < count; column++) {
      const at = start + column * width;
      words[to++] = bytes.readUInt32LE(at);
      words[to++] = width === 8 ? bytes.readUInt32LE(at + 4) : 0;
    }
    words.fill(0, to, (this.rows + 1) * ROW_WORDS);
  }

  /** One counter, rounded to the nearest float64. */
  value(row: number, column: number): number {
    const at = row * ROW_WORDS + column * 2;
    return (this.words[at] ?? 0) + (this.words[at + 1] ?? 0) * TWO_TO_32;
  }

  /** The sum of several counters, which wraps at 2^64. */
  sum(row: number, columns: readonly number[]): number {
    let low = 0;
    let high = 0;
    for (const column of columns) {
      const at = row * ROW_WORDS + column * 2;
      low += this.words[at] ?? 0;
      high += this.words[at + 1] ?? 0;
    }
    const carry = Math.floor(low / TWO_TO_32);
    return (low >>> 0) + ((high + carry) >>> 0) * TWO_TO_32;
  }

  private grow(): void {
    const larger = new Uint32Array(this.words.length * 2);
    larger.set(this.words);
    this.words = larger;
  }
}
