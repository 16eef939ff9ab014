import { ParseError } from "../../collectors/errors.ts";
import { parseUint } from "../../collectors/scanner.ts";
import { decodeUtf8 } from "../../collectors/utf8.ts";
import type { KernelFile } from "./kernel-file.ts";

/** A file of a directory and what it held at the last read; text and number are made when they are asked for. */
export class Attribute {
  readonly file: KernelFile;
  /** 0, or the negative errno of the last read. */
  errno = 0;
  private last: Buffer = NOTHING;
  private length = -1;
  private lastText: string | undefined;
  private lastUint = NaN;

  constructor(file: KernelFile) {
    this.file = file;
  }

  /** Takes over the first `length` bytes, or a negative errno. */
  remember(length: number, bytes: Buffer): void {
    this.errno = Math.min(length, 0);
    if (length < 0 || (this.length === length && startsEqual(bytes, this.last, length))) return;
    if (this.last.length < length) this.last = Buffer.allocUnsafeSlow(length + SPARE_BYTES);
    this.last.set(bytes.subarray(0, length));
    this.length = length;
    this.lastText = undefined;
    this.lastUint = NaN;
  }

  /** Without the white space around it. */
  get text(): string {
    return (this.lastText ??= decodeUtf8(this.last.subarray(0, this.length)).trim());
  }

  /** The text as an unsigned 64-bit decimal integer. */
  uint(): number {
    if (Number.isNaN(this.lastUint)) this.lastUint = this.parseUint();
    return this.lastUint;
  }

  private parseUint(): number {
    const value = shortUint(this.last, this.length) ?? parseUint(this.text);
    if (value === undefined) throw new ParseError(`${this.file.path}: ${JSON.stringify(this.text)} is not a number`);
    return value;
  }
}

const NOTHING = Buffer.alloc(0);

/** Room for a number to grow. */
const SPARE_BYTES = 8;

const NEWLINE = 10;

/** A call costs more than to compare so many bytes. */
const SHORT_BYTES = 32;

function startsEqual(a: Buffer, b: Buffer, length: number): boolean {
  if (length > SHORT_BYTES) return a.compare(b, 0, length, 0, length) === 0;
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** At most 15 digits and a line break, as nearly all numbers of sysfs are; undefined for anything else. */
function shortUint(bytes: Buffer, length: number): number | undefined {
  const end = bytes[length - 1] === NEWLINE ? length - 1 : length;
  if (end === 0 || end > 15) return undefined;
  let value = 0;
  for (let i = 0; i < end; i++) {
    const digit = (bytes[i] ?? 0) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}
