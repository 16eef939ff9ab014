import { buildAttribute, u32 } from "../../../../src/collectors/parsers/netlink/message.ts";

/** A fixed header of a message: 8-, 16- and 32-bit numbers at their places. */
export function header(
  bytes: number,
  fields: Readonly<Record<number, readonly [width: 1 | 2 | 4, value: number]>>,
): Buffer {
  const buffer = Buffer.alloc(bytes);
  for (const [at, [width, value]] of Object.entries(fields)) buffer.writeUIntLE(value >>> 0, Number(at), width);
  return buffer;
}

/** An attribute with a 32-bit number. */
export function number(type: number, value: number): Buffer {
  return buildAttribute(type, u32(value >>> 0));
}

/** An attribute with a byte. */
export function byte(type: number, value: number): Buffer {
  return buildAttribute(type, Buffer.from([value]));
}

/** An attribute with bytes in hexadecimal. */
export function hex(type: number, digits: string): Buffer {
  return buildAttribute(type, Buffer.from(digits.replaceAll(/[^0-9a-f]/g, ""), "hex"));
}

/** An attribute with text and its zero byte. */
export function text(type: number, value: string): Buffer {
  return buildAttribute(type, Buffer.from(`${value}\0`));
}

/** An attribute that holds others. */
export function nested(type: number, ...attributes: readonly Buffer[]): Buffer {
  return buildAttribute(0x8000 | type, Buffer.concat(attributes));
}

/** Reads a whole buffer as one message. */
export function whole<T>(parse: (bytes: Buffer, start: number, end: number) => T): (bytes: Buffer) => T {
  return (bytes) => parse(bytes, 0, bytes.length);
}
