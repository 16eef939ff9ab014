import { ParseError } from "../../kit/errors.ts";
import { decodeName } from "../utf8.ts";

/** struct nlmsghdr, include/uapi/linux/netlink.h: length, type, flags, sequence number, port. */
export const HEADER_BYTES = 16;

export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;

const NLM_F_REQUEST = 0x1;
export const NLM_F_ACK = 0x4;
/** The kernel's tables changed in the middle of a dump. */
export const NLM_F_DUMP_INTR = 0x10;
export const NLM_F_DUMP = 0x300;

export const NETLINK_ROUTE = 0;
export const NETLINK_SOCK_DIAG = 4;
export const NETLINK_GENERIC = 16;

const ATTRIBUTE_HEADER_BYTES = 4;
/** The upper two bits say "nested" and "big-endian". */
const ATTRIBUTE_TYPE_MASK = 0x3fff;
const TWO_TO_32 = 4_294_967_296;

/** Receives the messages of one netlink answer. */
export interface NetlinkReceiver {
  /** An answer starts. It may start again when the kernel's tables changed in between: forget what came before. */
  begin(): void;
  /** One message: its payload lies between `start` and `end`, valid during the call only. Must not send requests. */
  message(type: number, bytes: Buffer, start: number, end: number): void;
}

/** A whole request: header and payload. The sequence number is filled in when it is sent. */
export function buildRequest(type: number, flags: number, ...payload: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(payload);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(HEADER_BYTES + body.length, 0);
  header.writeUInt16LE(type, 4);
  header.writeUInt16LE(NLM_F_REQUEST | flags, 6);
  return Buffer.concat([header, body]);
}

/** One attribute, padded to a multiple of four bytes. */
export function buildAttribute(type: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(align4(ATTRIBUTE_HEADER_BYTES + value.length));
  bytes.writeUInt16LE(ATTRIBUTE_HEADER_BYTES + value.length, 0);
  bytes.writeUInt16LE(type, 2);
  bytes.set(value, ATTRIBUTE_HEADER_BYTES);
  return bytes;
}

/** A 32-bit number in the host's order. */
export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The text with its terminating zero byte. */
export function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

function align4(length: number): number {
  return (length + 3) & ~3;
}

/**
 * Walks over the attributes of a message without allocating: `next` moves to an attribute, the other methods read it.
 * One walker serves many messages, one at a time. `what` names the message in errors.
 */
export class AttributeWalker {
  type = 0;
  /** Where the current attribute's value starts and ends. */
  start = 0;
  end = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  private limit = 0;
  private readonly what: string;

  constructor(what: string) {
    this.what = what;
  }

  /** Starts at the attributes between `start` and `end`, behind a fixed header of the message. */
  enter(bytes: Buffer, start: number, end: number): this {
    if (start > end) throw new ParseError(`${this.what}: message ${start - end} bytes too short`);
    this.bytes = bytes;
    this.at = start;
    this.limit = end;
    return this;
  }

  /** Starts at the attributes nested in the current attribute of another walker. */
  enterNested(outer: AttributeWalker): this {
    return this.enter(outer.bytes, outer.start, outer.end);
  }

  next(): boolean {
    const { bytes, at, limit } = this;
    if (limit - at < ATTRIBUTE_HEADER_BYTES) return false;
    const length = bytes.readUInt16LE(at);
    this.type = bytes.readUInt16LE(at + 2) & ATTRIBUTE_TYPE_MASK;
    if (length < ATTRIBUTE_HEADER_BYTES || at + length > limit) {
      throw new ParseError(`${this.what}: attribute ${this.type} claims ${length} of ${limit - at} bytes`);
    }
    this.start = at + ATTRIBUTE_HEADER_BYTES;
    this.end = at + length;
    this.at = at + align4(length);
    return true;
  }

  get length(): number {
    return this.end - this.start;
  }

  u8(): number {
    return this.bytes.readUInt8(this.checked(1));
  }

  u16(): number {
    return this.bytes.readUInt16LE(this.checked(2));
  }

  u32(): number {
    return this.bytes.readUInt32LE(this.checked(4));
  }

  i32(): number {
    return this.bytes.readInt32LE(this.checked(4));
  }

  /** Rounded to the nearest float64. */
  u64(): number {
    return readU64(this.bytes, this.checked(8));
  }

  /** Text up to the first zero byte, as `decodeName` gives it. */
  text(): string {
    return readText(this.bytes, this.start, this.end);
  }

  /** A copy of the value. */
  copy(): Buffer {
    return Buffer.from(this.bytes.subarray(this.start, this.end));
  }

  private checked(bytes: number): number {
    if (this.end - this.start < bytes) {
      throw new ParseError(`${this.what}: attribute ${this.type} has ${this.length} bytes, expected ${bytes}`);
    }
    return this.start;
  }
}

/** A 64-bit number in the host's order, rounded to the nearest float64. */
export function readU64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * TWO_TO_32;
}

/** Text up to the first zero byte or `end`, as `decodeName` gives it. */
export function readText(bytes: Buffer, start: number, end: number): string {
  let stop = start;
  let plain = true;
  for (; stop < end; stop++) {
    const byte = bytes[stop] ?? 0;
    if (byte === 0) break;
    if (byte > 127) plain = false;
  }
  return plain ? bytes.toString("latin1", start, stop) : decodeName(bytes.subarray(start, stop));
}
