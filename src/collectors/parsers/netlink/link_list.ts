import { type Link, LINK_HEADER_BYTES, parseLink, RTM_NEWLINK } from "./link.ts";
import { AttributeWalker, type NetlinkReceiver } from "./message.ts";

/** Attributes that are long, change all the time (counters, a bridge's timers) and of which nothing that lasts is read. */
const IGNORED: ReadonlySet<number> = new Set([
  7, // IFLA_STATS
  18, // IFLA_LINKINFO: its kind never changes
  23, // IFLA_STATS64
  26, // IFLA_AF_SPEC
]);

const walker = new AttributeWalker("rtnetlink link");

/** One interface with the bytes of the message that it was read from. */
interface Known {
  readonly link: Link;
  readonly length: number;
  /** What is compared: start and end of each part of the message, and those parts one after the other. */
  readonly parts: readonly number[];
  readonly bytes: Buffer;
}

/** The links of a dump. A link whose message did not change since the last dump is the same object as then. */
export class LinkList implements NetlinkReceiver {
  private readonly known = new Map<number, Known>();
  private order: Known[] = [];
  private count = 0;

  begin(): void {
    this.count = 0;
  }

  message(type: number, bytes: Buffer, start: number, end: number): void {
    if (type !== RTM_NEWLINK) return;
    let known = this.find(bytes, start, end);
    if (known === undefined || !isSame(known, bytes, start, end)) {
      known = remember(bytes, start, end);
      this.known.set(known.link.index, known);
    }
    this.order[this.count++] = known;
  }

  /** Ends a dump; the links in the order of the kernel. */
  finish(): readonly Link[] {
    const { known, count } = this;
    this.order.length = count;
    if (known.size > count) {
      known.clear();
      for (const one of this.order) known.set(one.link.index, one);
    }
    return this.order.map(({ link }) => link);
  }

  get(index: number): Link | undefined {
    return this.known.get(index)?.link;
  }

  /** Mostly the one that came at this place the last time. */
  private find(bytes: Buffer, start: number, end: number): Known | undefined {
    if (end - start < LINK_HEADER_BYTES) return undefined;
    const index = bytes.readInt32LE(start + 4);
    const expected = this.order[this.count];
    return expected?.link.index === index ? expected : this.known.get(index);
  }
}

function isSame({ length, parts, bytes: last }: Known, bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== length) return false;
  let at = 0;
  for (let i = 0; i < parts.length; i += 2) {
    const from = parts[i] ?? 0;
    const to = parts[i + 1] ?? 0;
    if (bytes.compare(last, at, at + to - from, start + from, start + to) !== 0) return false;
    at += to - from;
  }
  return true;
}

function remember(bytes: Buffer, start: number, end: number): Known {
  const link = parseLink(bytes, start, end);
  const parts = comparedParts(bytes, start, end);
  const copies: Buffer[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    copies.push(bytes.subarray(start + (parts[i] ?? 0), start + (parts[i + 1] ?? 0)));
  }
  return { link, length: end - start, parts, bytes: Buffer.concat(copies) };
}

/** All but the content of ignored attributes; their headers are compared, so that everything else is where it was. */
function comparedParts(bytes: Buffer, start: number, end: number): readonly number[] {
  const parts = [0];
  walker.enter(bytes, start + LINK_HEADER_BYTES, end);
  while (walker.next()) {
    if (IGNORED.has(walker.type)) parts.push(walker.start - start, walker.end - start);
  }
  parts.push(end - start);
  return parts;
}
