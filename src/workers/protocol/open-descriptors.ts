/** Descriptors from here on are not noted: limits are rarely as high, and a worker keeps only some of the lower ones. */
const MOST = 65_536;

/** Memory for the descriptors that a worker has open, which outlives the worker. */
export function descriptorsMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(MOST / 8);
}

/**
 * The descriptors that a thread has opened through the C library, one bit each. Nobody closes these when the thread ends,
 * and after a crash only who shares this memory knows them.
 */
export class OpenDescriptors {
  private readonly bits: Uint8Array;

  constructor(memory: SharedArrayBuffer) {
    this.bits = new Uint8Array(memory);
  }

  add(fd: number): void {
    if (fd < MOST) this.bits[fd >> 3] = this.byteOf(fd) | (1 << (fd & 7));
  }

  /** To be called before the descriptor is closed: its number may be another's right after that. */
  delete(fd: number): void {
    if (fd < MOST) this.bits[fd >> 3] = this.byteOf(fd) & ~(1 << (fd & 7));
  }

  /** Hands over all of them, once. */
  takeAll(): readonly number[] {
    const taken: number[] = [];
    for (const [at, byte] of this.bits.entries()) {
      for (let bit = 0; bit < 8; bit++) if ((byte & (1 << bit)) !== 0) taken.push(at * 8 + bit);
    }
    this.bits.fill(0);
    return taken;
  }

  private byteOf(fd: number): number {
    return this.bits[fd >> 3] ?? 0;
  }
}
