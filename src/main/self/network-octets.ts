import type { KeptFile } from "./kept-file.ts";

/** Where the octets stand among the values of IpExt, from 0; -1 where the kernel has no such column. */
interface Columns {
  /** The line of names and the start of the line of values. */
  readonly lead: Buffer;
  readonly received: number;
  readonly transmitted: number;
}

const PREFIX = "IpExt: ";
const ABSENT: Columns = { lead: Buffer.alloc(0), received: -1, transmitted: -1 };

/** Bytes of a network namespace, from `net/netstat`; NaN where they are unknown. */
export class NetworkOctets {
  received = Number.NaN;
  transmitted = Number.NaN;
  private readonly file: KeptFile;
  private columns = ABSENT;
  /** Where `lead` was in the file. */
  private at = 0;

  constructor(netstat: KeptFile) {
    this.file = netstat;
  }

  /** Brings the numbers up to date. */
  update(): void {
    this.received = Number.NaN;
    this.transmitted = Number.NaN;
    if (!this.file.read() || !this.findValues()) return;
    const { received, transmitted } = this.columns;
    const { file } = this;
    for (let column = 0; column <= received || column <= transmitted; column++) {
      if (column === received) this.received = file.uint();
      else if (column === transmitted) this.transmitted = file.uint();
      else file.skipWord();
    }
  }

  /** Goes to the values. The names are looked at only when they are not those of last time. */
  private findValues(): boolean {
    const { file } = this;
    if (!this.findLead()) {
      this.columns = columnsOf(file.bytes.toString("latin1", 0, file.length));
      if (!this.findLead()) return false;
    }
    file.at = this.at + this.columns.lead.length;
    return true;
  }

  /** Looks where it was last time first: what stands before it rarely takes more digits than then. */
  private findLead(): boolean {
    const { bytes, length } = this.file;
    const { lead } = this.columns;
    if (lead.length === 0) return false;
    const end = this.at + lead.length;
    if (end <= length && bytes.compare(lead, 0, lead.length, this.at, end) === 0) return true;
    const found = bytes.indexOf(lead);
    this.at = Math.max(found, 0);
    return found >= 0 && found + lead.length <= length;
  }
}

/** The two lines of IpExt, names and values, are in the same order. */
function columnsOf(netstat: string): Columns {
  const start = netstat.indexOf(PREFIX);
  const end = netstat.indexOf(`\n${PREFIX}`, start);
  if (start < 0 || end < 0) return ABSENT;
  const names = netstat.slice(start + PREFIX.length, end).split(" ");
  const lead = Buffer.from(netstat.slice(start, end + 1 + PREFIX.length), "latin1");
  return { lead, received: names.indexOf("InOctets"), transmitted: names.indexOf("OutOctets") };
}
