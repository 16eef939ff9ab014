import { openSync, readSync } from "node:fs";

const SPACE = 32;
const NEWLINE = 10;
const ZERO = 48;

/** A short file of this process, read again and again through one descriptor into the same bytes. */
export class KeptFile {
  /** Valid up to `length`; behind it stands what earlier reads left. */
  readonly bytes: Buffer;
  length = 0;
  /** Where the next word is looked for. */
  at = 0;
  private readonly path: string;
  private fd: number | undefined;

  constructor(path: string, maxBytes: number) {
    this.path = path;
    this.bytes = Buffer.alloc(maxBytes);
  }

  /** Reads the file and starts at its first word; false when there is nothing to read. */
  read(): boolean {
    const { bytes } = this;
    try {
      this.fd ??= openSync(this.path, "r");
      this.length = readSync(this.fd, bytes, 0, bytes.length - 1, 0);
    } catch {
      // A hidden or absent /proc: the numbers are unknown.
      this.length = 0;
    }
    bytes[this.length] = NEWLINE;
    this.at = 0;
    return this.length > 0;
  }

  /** The next word of this line as an unsigned integer; NaN when it is none. */
  uint(): number {
    const { bytes } = this;
    let at = this.wordStart();
    const start = at;
    let value = 0;
    for (; at < bytes.length; at++) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    this.at = at;
    if (at === start || !this.atWordEnd()) return Number.NaN;
    // Sums of more digits would be rounded at each of them.
    return at - start <= 15 ? value : Number(bytes.toString("latin1", start, at));
  }

  /** Moves behind the next word of this line. */
  skipWord(): void {
    this.at = this.wordStart();
    while (!this.atWordEnd()) this.at++;
  }

  private wordStart(): number {
    let { at } = this;
    while (this.bytes[at] === SPACE) at++;
    return at;
  }

  private atWordEnd(): boolean {
    const byte = this.bytes[this.at];
    return byte === SPACE || byte === NEWLINE || byte === undefined;
  }
}
