import { bodiesLimit } from "../process-limits.ts";

/** Buffers that wait for their next use. */
const MAX_FREE = 4;

/** More than one of them only within this size, in bytes. */
const MAX_FREE_BYTES = bodiesLimit();

/** A free buffer serves a body of at least this part of its size. */
const LEAST_USE = 0.5;

/** Room for a body that grows a little from scrape to scrape. */
const SPARE = 1.1;

/** Large bodies that are being compressed or sent use no more than this and one body, in bytes. */
const MAX_LENT_BYTES = bodiesLimit();

/** Only buffers from this size on are counted, in bytes. */
const COUNTED = 1 << 20;

/**
 * Memory of bodies, used again when nobody sends them any more: fresh memory for every scrape lies outside of the
 * heap, where it piles up faster than the garbage collector is asked to look.
 */
export class BodyPool {
  private free: Buffer[] = [];
  /** Large buffers that are in use; one that an error has lost is collected like any other. */
  private readonly lent = new Set<WeakRef<ArrayBufferLike>>();

  /** No large body should be made until others are given back. */
  get isFull(): boolean {
    let bytes = 0;
    for (const reference of this.lent) {
      const memory = reference.deref();
      if (memory === undefined) this.lent.delete(reference);
      else bytes += memory.byteLength;
    }
    return bytes >= MAX_LENT_BYTES;
  }

  /** A buffer of exactly `bytes` bytes; its content is arbitrary. */
  take(bytes: number): Buffer {
    const index = this.free.findIndex((buffer) => buffer.length >= bytes && buffer.length * LEAST_USE <= bytes + 4096);
    const [buffer = Buffer.allocUnsafeSlow(Math.ceil(bytes * SPARE))] = index < 0 ? [] : this.free.splice(index, 1);
    if (buffer.length >= COUNTED) this.lent.add(new WeakRef(buffer.buffer));
    return buffer.subarray(0, bytes);
  }

  /** Gives a buffer back; nobody may look at it any more. */
  give(body: Buffer): void {
    const whole = Buffer.from(body.buffer, 0, body.buffer.byteLength);
    for (const reference of this.lent) if (reference.deref() === body.buffer) this.lent.delete(reference);
    this.free.unshift(whole);
    let bytes = 0;
    for (const { length } of this.free) bytes += length;
    if (this.free.length > MAX_FREE || (this.free.length > 1 && bytes > MAX_FREE_BYTES)) this.free.pop();
  }
}
