import { Duplex } from "node:stream";

/** A connection whose other side asks for this path and takes nothing of the response, not even into a buffer. */
export class StalledSocket extends Duplex {
  /** Bytes that it took. */
  taken = 0;
  private allowed = 0;
  private goOn: (() => void) | undefined;

  constructor(path: string) {
    super();
    this.push(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
  }

  override _read(): void {}

  override _write(chunk: Uint8Array, encoding: unknown, done: () => void): void {
    if (this.taken >= this.allowed) {
      this.goOn = () => this._write(chunk, encoding, done);
      return;
    }
    this.taken += chunk.length;
    done();
  }

  /** Takes at least so many bytes more. */
  accept(bytes: number): void {
    this.allowed = this.taken + bytes;
    this.goOn?.();
  }
}
