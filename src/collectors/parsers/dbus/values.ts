import { ParseError } from "../../kit/errors.ts";
import { decodeUtf8 } from "../utf8.ts";
import { parseSignature, type Type } from "./signature.ts";

/** A D-Bus value: integers as the nearest float64, arrays, structs and dictionary entries as lists, a variant as what it holds, bytes as Latin 1. */
export type Value = number | string | boolean | readonly Value[];

const MAX_DEPTH = 64;

/** Reads values that follow each other; alignment counts from the start of `bytes`. */
export class ValueReader {
  at: number;
  private readonly bytes: Buffer;
  private readonly view: DataView;
  private readonly end: number;
  private readonly littleEndian: boolean;
  private depth = 0;

  constructor(bytes: Buffer, littleEndian: boolean, at: number, end: number) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.littleEndian = littleEndian;
    this.at = at;
    this.end = end;
  }

  /** The values of a signature. Throws a ParseError where the bytes do not hold them. */
  list(signature: string): Value[] {
    return parseSignature(signature).map((type) => this.value(type));
  }

  align(size: number): void {
    this.at = Math.ceil(this.at / size) * size;
  }

  private value(type: Type): Value {
    switch (type.code) {
      case "y":
        return this.view.getUint8(this.take(1));
      case "n":
        return this.view.getInt16(this.take(2), this.littleEndian);
      case "q":
        return this.view.getUint16(this.take(2), this.littleEndian);
      case "i":
        return this.view.getInt32(this.take(4), this.littleEndian);
      case "u":
      case "h":
        return this.uint32();
      case "b":
        return this.uint32() !== 0;
      case "x":
        return Number(this.view.getBigInt64(this.take(8), this.littleEndian));
      case "t":
        return Number(this.view.getBigUint64(this.take(8), this.littleEndian));
      case "d":
        return this.view.getFloat64(this.take(8), this.littleEndian);
      case "s":
      case "o":
        return this.text(this.uint32());
      case "g":
        return this.text(this.view.getUint8(this.take(1)));
      default:
        return this.container(type);
    }
  }

  private container(type: Type): Value {
    if (++this.depth > MAX_DEPTH) throw new ParseError("D-Bus: values are nested too deeply");
    const value = type.code === "a" ? this.array(type) : type.code === "v" ? this.variant() : this.struct(type);
    this.depth--;
    return value;
  }

  private array({ inner: [element] }: Type): Value {
    const length = this.uint32();
    if (element === undefined) return [];
    this.align(alignmentOf(element));
    const end = this.at + length;
    if (end > this.end) throw this.short();
    if (element.code === "y") return this.octets(end);
    const values: Value[] = [];
    while (this.at < end) values.push(this.value(element));
    if (this.at !== end) throw new ParseError("D-Bus: an array does not end where it should");
    return values;
  }

  private octets(end: number): string {
    const start = this.at;
    this.at = end;
    return this.bytes.toString("latin1", start, end);
  }

  private struct({ inner }: Type): Value {
    this.align(8);
    return inner.map((type) => this.value(type));
  }

  private variant(): Value {
    const [type, more] = parseSignature(this.text(this.view.getUint8(this.take(1))));
    if (type === undefined || more !== undefined) throw new ParseError("D-Bus: a variant does not hold one value");
    return this.value(type);
  }

  private uint32(): number {
    return this.view.getUint32(this.take(4), this.littleEndian);
  }

  /** Text of that many bytes with a NUL behind it. */
  private text(length: number): string {
    const start = this.at;
    if (start + length + 1 > this.end) throw this.short();
    this.at = start + length + 1;
    return decodeUtf8(this.bytes.subarray(start, start + length));
  }

  /** Position of an aligned number of this size, and moves behind it. */
  private take(size: number): number {
    this.align(size);
    const at = this.at;
    if (at + size > this.end) throw this.short();
    this.at = at + size;
    return at;
  }

  private short(): ParseError {
    return new ParseError("D-Bus: a message is shorter than its values");
  }
}

function alignmentOf({ code }: Type): number {
  if ("xtd({".includes(code)) return 8;
  if ("nq".includes(code)) return 2;
  return "ygv".includes(code) ? 1 : 4;
}
