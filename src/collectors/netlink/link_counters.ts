import { ParseError } from "../errors.ts";
import type { NetlinkReceiver } from "../host.ts";
import { IFLA_IFALIAS, IFLA_IFNAME, LINK_HEADER_BYTES, RTM_NEWLINK } from "./link.ts";
import { AttributeWalker } from "./message.ts";

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
const IFLA_STATS = 7;
const IFLA_STATS64 = 23;
const TWO_TO_32 = 4_294_967_296;
/** 32-bit words of a row, low word first. */
const ROW_WORDS = COUNTERS.length * 2;

const walker = new AttributeWalker("rtnetlink link counters");

/**
 * Name, alias and counters of each interface of a link dump, in one table that is used again at each dump.
 * Interfaces without counters are left out.
 */
export class LinkCounters implements NetlinkReceiver {
  rows = 0;
  private readonly names: string[] = [];
  private readonly aliases: (Buffer | undefined)[] = [];
  private words = new Uint32Array(16 * ROW_WORDS);

  begin(): void {
    this.rows = 0;
  }

  message(type: number, bytes: Buffer, start: number, end: number): void {
    if (type !== RTM_NEWLINK) return;
    let name = "";
    let alias: Buffer | undefined;
    let found = 0;
    walker.enter(bytes, start + LINK_HEADER_BYTES, end);
    while (walker.next()) {
      if (walker.type === IFLA_IFNAME) name = walker.text();
      else if (walker.type === IFLA_IFALIAS) alias = walker.copy();
      else if (walker.type === IFLA_STATS64) {
        this.take(bytes, 8);
        found = IFLA_STATS64;
      } else if (walker.type === IFLA_STATS && found === 0) {
        this.take(bytes, 4);
        found = IFLA_STATS;
      }
    }
    if (found === 0) return;
    this.names[this.rows] = name;
    this.aliases[this.rows] = alias;
    this.rows++;
  }

  name(row: number): string {
    return this.names[row] ?? "";
  }

  alias(row: number): Buffer | undefined {
    return this.aliases[row];
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

  /** Takes counters of `width` bytes each into the row after the last. */
  private take(bytes: Buffer, width: 4 | 8): void {
    const count = Math.floor(walker.length / width);
    if (count < MIN_COUNTERS) throw new ParseError(`rtnetlink link counters: ${walker.length} bytes are too few`);
    if ((this.rows + 1) * ROW_WORDS > this.words.length) this.grow();
    const row = this.rows * ROW_WORDS;
    for (let column = 0; column < COUNTERS.length; column++) {
      const at = walker.start + column * width;
      const known = column < count;
      this.words[row + column * 2] = known ? bytes.readUInt32LE(at) : 0;
      this.words[row + column * 2 + 1] = known && width === 8 ? bytes.readUInt32LE(at + 4) : 0;
    }
  }

  private grow(): void {
    const larger = new Uint32Array(this.words.length * 2);
    larger.set(this.words);
    this.words = larger;
  }
}
