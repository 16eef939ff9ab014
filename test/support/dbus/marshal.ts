import { parseSignature, type Type } from "../../../src/collectors/parsers/dbus/signature.ts";

/** A value to send; a variant brings its own signature. */
export type Sent = number | bigint | string | boolean | readonly Sent[] | Variant;

export interface Variant {
  readonly signature: string;
  readonly value: Sent;
}

export function variant(signature: string, value: Sent): Variant {
  return { signature, value };
}

/** Writes values of a signature, little-endian, as if they began at the start of a message body. */
export function marshal(signature: string, values: readonly Sent[]): Buffer {
  const bytes: number[] = [];
  for (const [i, type] of parseSignature(signature).entries()) put(bytes, type, values[i] ?? 0);
  return Buffer.from(bytes);
}

function put(bytes: number[], { code, inner }: Type, value: Sent): void {
  switch (code) {
    case "y":
      bytes.push(Number(value));
      return;
    case "n":
    case "q":
      return number(bytes, 2, BigInt(value as number));
    case "i":
    case "u":
      return number(bytes, 4, BigInt(value as number));
    case "b":
      return number(bytes, 4, value === true ? 1n : 0n);
    case "x":
    case "t":
      return number(bytes, 8, BigInt(value as number));
    case "d": {
      align(bytes, 8);
      const double = Buffer.alloc(8);
      double.writeDoubleLE(Number(value));
      bytes.push(...double);
      return;
    }
    case "s":
    case "o":
      number(bytes, 4, BigInt(Buffer.byteLength(textOf(value))));
      bytes.push(...Buffer.from(textOf(value)), 0);
      return;
    case "g":
      bytes.push(textOf(value).length, ...Buffer.from(textOf(value)), 0);
      return;
    case "v": {
      const { signature, value: held } = value as Variant;
      put(bytes, { code: "g", inner: [] }, signature);
      for (const type of parseSignature(signature)) put(bytes, type, held);
      return;
    }
    case "a":
      return array(bytes, inner[0] ?? { code: "y", inner: [] }, value as readonly Sent[]);
    default:
      align(bytes, 8);
      for (const [i, type] of inner.entries()) put(bytes, type, (value as readonly Sent[])[i] ?? 0);
  }
}

function textOf(value: Sent): string {
  if (typeof value !== "string") throw new TypeError("a text is expected");
  return value;
}

function array(bytes: number[], element: Type, values: readonly Sent[]): void {
  number(bytes, 4, 0n);
  const lengthAt = bytes.length - 4;
  align(
    bytes,
    "xtd({".includes(element.code) ? 8 : "ygv".includes(element.code) ? 1 : "nq".includes(element.code) ? 2 : 4,
  );
  const start = bytes.length;
  for (const value of values) put(bytes, element, value);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length - start);
  for (const [i, byte] of length.entries()) bytes[lengthAt + i] = byte;
}

function number(bytes: number[], size: number, value: bigint): void {
  align(bytes, size);
  for (let i = 0; i < size; i++) bytes.push(Number((BigInt.asUintN(64, value) >> BigInt(8 * i)) & 255n));
}

function align(bytes: number[], size: number): void {
  while (bytes.length % size !== 0) bytes.push(0);
}
