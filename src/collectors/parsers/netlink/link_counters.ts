import { CounterTable } from "./counter_table.ts";
import { IFLA_IFALIAS, IFLA_IFNAME, LINK_HEADER_BYTES, RTM_NEWLINK } from "./link.ts";
import { AttributeWalker, type NetlinkReceiver } from "./message.ts";

const IFLA_STATS = 7;
const IFLA_STATS64 = 23;

const walker = new AttributeWalker("rtnetlink link counters");

/** Name, alias and counters of each interface of a link dump. Interfaces without counters are left out. */
export class LinkCounters extends CounterTable implements NetlinkReceiver {
  private readonly names: string[] = [];
  private readonly aliases: (Buffer | undefined)[] = [];

  begin(): void {
    this.clear();
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
        this.take(bytes, walker.start, walker.end, 8);
        found = IFLA_STATS64;
      } else if (walker.type === IFLA_STATS && found === 0) {
        this.take(bytes, walker.start, walker.end, 4);
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
}
