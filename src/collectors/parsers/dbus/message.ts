import { ParseError } from "../../kit/errors.ts";
import { ValueReader, type Value } from "./values.ts";

/** A call whose arguments are strings, which is all that reading properties and lists takes. */
export interface MethodCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly strings: readonly string[];
}

/** What a bus sent; only answers to calls are taken apart further. */
export interface Message {
  readonly kind: "return" | "error" | "other";
  /** Serial number of the call that this answers; 0 for none. */
  readonly replyTo: number;
  /** Name of the error; empty for none. */
  readonly error: string;
  readonly body: readonly Value[];
}

/** Bytes in front of the header fields. */
export const FIXED_BYTES = 16;

/** Below the specification's 128 MiB: the largest lists have some kilobytes for each of 10,000 units. */
const MAX_MESSAGE_BYTES = 32 << 20;

const LITTLE_ENDIAN = 0x6c;
const BIG_ENDIAN = 0x42;
const PROTOCOL_VERSION = 1;
const METHOD_CALL = 1;
const METHOD_RETURN = 2;
const ERROR = 3;
const PATH = 1;
const INTERFACE = 2;
const MEMBER = 3;
const ERROR_NAME = 4;
const REPLY_SERIAL = 5;
const DESTINATION = 6;
const SIGNATURE = 8;

/** The bytes of a call; serial numbers start at 1. */
export function encodeCall(serial: number, call: MethodCall): Buffer {
  const body = new Writer();
  for (const text of call.strings) body.string(text);
  const fields = new Writer();
  fields.field(PATH, "o", call.path);
  fields.field(INTERFACE, "s", call.interface);
  fields.field(MEMBER, "s", call.member);
  fields.field(DESTINATION, "s", call.destination);
  if (call.strings.length > 0) fields.field(SIGNATURE, "g", "s".repeat(call.strings.length));
  const fixed = Buffer.alloc(FIXED_BYTES);
  fixed.set([LITTLE_ENDIAN, METHOD_CALL, 0, PROTOCOL_VERSION]);
  fixed.writeUInt32LE(body.length, 4);
  fixed.writeUInt32LE(serial, 8);
  fixed.writeUInt32LE(fields.length, 12);
  fields.align(8);
  return Buffer.concat([fixed, fields.bytes(), body.bytes()]);
}

/** Whole length of the message that begins with these 16 bytes. */
export function messageLength(fixed: Buffer): number {
  const little = isLittleEndian(fixed);
  if (fixed[3] !== PROTOCOL_VERSION) throw new ParseError(`D-Bus: protocol version ${fixed[3]} is not known`);
  const body = little ? fixed.readUInt32LE(4) : fixed.readUInt32BE(4);
  const fields = little ? fixed.readUInt32LE(12) : fixed.readUInt32BE(12);
  const length = FIXED_BYTES + Math.ceil(fields / 8) * 8 + body;
  if (length > MAX_MESSAGE_BYTES) throw new ParseError(`D-Bus: a message of ${length} bytes is too large`);
  return length;
}

/** Takes one whole message apart. */
export function decodeMessage(bytes: Buffer): Message {
  const little = isLittleEndian(bytes);
  const reader = new ValueReader(bytes, little, FIXED_BYTES - 4, bytes.length);
  const [list = []] = reader.list("a(yv)");
  const fields = new Map((list as readonly (readonly [number, Value])[]).map(([code, value]) => [code, value]));
  const kind = kindOf(bytes[1]);
  const replyTo = Number(fields.get(REPLY_SERIAL) ?? 0);
  const error = String(fields.get(ERROR_NAME) ?? "");
  if (kind === "other") return { kind, replyTo, error, body: [] };
  reader.align(8);
  return { kind, replyTo, error, body: reader.list(String(fields.get(SIGNATURE) ?? "")) };
}

function isLittleEndian(fixed: Buffer): boolean {
  if (fixed[0] !== LITTLE_ENDIAN && fixed[0] !== BIG_ENDIAN)
    throw new ParseError(`D-Bus: ${fixed[0]} is not a byte order`);
  return fixed[0] === LITTLE_ENDIAN;
}

function kindOf(type: number | undefined): Message["kind"] {
  if (type === METHOD_RETURN) return "return";
  return type === ERROR ? "error" : "other";
}

/** Little-endian values that follow each other. */
class Writer {
  private readonly parts: Buffer[] = [];
  length = 0;

  field(code: number, type: "o" | "s" | "g", text: string): void {
    this.align(8);
    this.push(Buffer.from([code, 1, type.charCodeAt(0), 0]));
    if (type === "g") this.push(Buffer.from(`${String.fromCharCode(text.length)}${text}\0`, "latin1"));
    else this.string(text);
  }

  string(text: string): void {
    this.align(4);
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    this.push(length);
    this.push(bytes);
    this.push(Buffer.alloc(1));
  }

  align(size: number): void {
    const padding = (size - (this.length % size)) % size;
    if (padding > 0) this.push(Buffer.alloc(padding));
  }

  bytes(): Buffer {
    return Buffer.concat(this.parts);
  }

  private push(bytes: Buffer): void {
    this.parts.push(bytes);
    this.length += bytes.length;
  }
}
