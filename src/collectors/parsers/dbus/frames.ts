import { FIXED_BYTES, messageLength } from "./message.ts";

/** Splits what a bus sends into messages; nothing is copied before a message is complete. */
export class Frames {
  private chunks: Buffer[] = [];
  private length = 0;
  private needed = FIXED_BYTES;
  private isLengthKnown = false;

  /** Takes the next bytes and hands over each message that they complete. Throws a ParseError at what is none. */
  push(chunk: Buffer, take: (message: Buffer) => void): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
    while (this.length >= this.needed) {
      const bytes = this.joined();
      if (this.isLengthKnown) {
        take(bytes.subarray(0, this.needed));
        this.restart(bytes.subarray(this.needed));
      } else {
        this.needed = messageLength(bytes);
        this.isLengthKnown = true;
      }
    }
  }

  private joined(): Buffer {
    const [first] = this.chunks;
    const bytes = this.chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.chunks);
    this.chunks = [bytes];
    return bytes;
  }

  private restart(rest: Buffer): void {
    this.chunks = [rest];
    this.length = rest.length;
    this.needed = FIXED_BYTES;
    this.isLengthKnown = false;
  }
}
