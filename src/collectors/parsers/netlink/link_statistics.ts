import { CounterTable } from "./counter_table.ts";
import { AttributeWalker, buildRequest, NLM_F_DUMP, type NetlinkReceiver } from "./message.ts";

const RTM_NEWSTATS = 92;
const RTM_GETSTATS = 94;
/** struct if_stats_msg: family, padding, index, mask of the attributes. */
const HEADER_BYTES = 12;
const IFLA_STATS_LINK_64 = 1;

/** Asks for the counters of all interfaces and nothing else (Linux 4.7 and later). */
export function linkStatisticsDumpRequest(): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(1 << (IFLA_STATS_LINK_64 - 1), 8);
  return buildRequest(RTM_GETSTATS, NLM_F_DUMP, header);
}

const walker = new AttributeWalker("rtnetlink link statistics");

/** Index and counters of each interface of a dump of statistics. */
export class LinkStatistics extends CounterTable implements NetlinkReceiver {
  private readonly indices: number[] = [];

  begin(): void {
    this.clear();
  }

  message(type: number, bytes: Buffer, start: number, end: number): void {
    if (type !== RTM_NEWSTATS) return;
    walker.enter(bytes, start + HEADER_BYTES, end);
    while (walker.next()) {
      if (walker.type !== IFLA_STATS_LINK_64) continue;
      this.take(bytes, walker.start, walker.end, 8);
      this.indices[this.rows++] = bytes.readUInt32LE(start + 4);
    }
  }

  /** Index of the interface. */
  index(row: number): number {
    return this.indices[row] ?? 0;
  }
}
