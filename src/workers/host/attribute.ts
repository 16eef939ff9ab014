import { parseUint } from "../../collectors/parsers/numbers.ts";
import { decodeName } from "../../collectors/parsers/utf8.ts";
import type { KernelFile } from "./kernel-file.ts";

/** A file of a directory and its content at the last read; text and number are computed on demand. */
export class Attribute {
  readonly name: string;
  /** Place in its directory. */
  index: number;
  /** Whether it was read recently. */
  isInUse = true;
  file: KernelFile | undefined;
  /** 0, or the negative errno of the last read. */
  errno = 0;
  private last: Uint8Array = NOTHING;
  private length = -1;
  private lastText: string | undefined;
  private lastUint: number | undefined;

  constructor(name: string, index: number) {
    this.name = name;
    this.index = index;
  }

  /** Stores the first `length` bytes, or a negative errno. */
  remember(length: number, bytes: Buffer): void {
    this.errno = length < 0 ? length : 0;
    if (length < 0 || (this.length === length && startsEqual(bytes, this.last, length))) return;
    if (this.last.length < length) this.last = room(length);
    for (let i = 0; i < length; i++) this.last[i] = bytes[i] ?? 0;
    this.length = length;
    this.lastText = undefined;
    this.lastUint = undefined;
  }

  /** The text, trimmed. */
  get text(): string {
    return (this.lastText ??= decodeName(Buffer.from(this.last.subarray(0, this.length))).trim());
  }

  /** The text as an unsigned 64-bit decimal integer; undefined when it is not one. */
  get uint(): number | undefined {
    return (this.lastUint ??= shortUint(this.last, this.length) ?? parseUint(this.text));
  }
}

const NOTHING = new Uint8Array(0);

/** V8 keeps typed arrays up to 64 bytes in its heap, near their owner. */
const NEAR_BYTES = 64;

/** With some room to grow. */
function room(length: number): Uint8Array {
  return new Uint8Array(length <= NEAR_BYTES - 8 ? length + 8 : length);
}

const NEWLINE = 10;

/** Comparing this many bytes costs less than a call. */
const SHORT_BYTES = 32;

function startsEqual(a: Buffer, b: Uint8Array, length: number): boolean {
  if (length > SHORT_BYTES) return a.compare(b, 0, length, 0, length) === 0;
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** At most 15 digits and a line break, as nearly all numbers of sysfs are; undefined for anything else. */
function shortUint(bytes: Uint8Array, length: number): number | undefined {
  const end = bytes[length - 1] === NEWLINE ? length - 1 : length;
  if (end <= 0 || end > 15) return undefined;
  let value = 0;
  for (let i = 0; i < end; i++) {
    const digit = (bytes[i] ?? 0) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}
