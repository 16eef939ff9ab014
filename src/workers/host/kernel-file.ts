import { constants } from "node:os";
import { systemCallError } from "../native/errno.ts";
import type { DescriptorBudget } from "./descriptor-budget.ts";
import type { FileCalls } from "./file-calls.ts";

/** sysfs attributes are read once and cut here. */
export const ATTRIBUTE_BYTES = 128;

const { EBADF, EINTR, EIO, ENODEV, ENXIO, ESRCH, ESTALE } = constants.errno;

/** Errors of a descriptor whose device was removed; it may be there again, which only a fresh open tells. */
const REOPEN: ReadonlySet<number> = new Set([-ENODEV, -ENXIO, -ESTALE, -EBADF, -ESRCH]);

/**
 * One file of procfs or sysfs that is read again and again. With a descriptor from the budget, the kernel renders the
 * file anew at each positional read from 0; without one, and outside of kernel file systems, the file is opened each time.
 */
export class KernelFile {
  readonly path: string;
  private readonly calls: FileCalls;
  private readonly budget: DescriptorBudget | undefined;
  private fd = -1;

  constructor(path: string, calls: FileCalls, budget: DescriptorBudget | undefined) {
    this.path = path;
    this.calls = calls;
    this.budget = budget;
  }

  /** Reads the whole file into `scratch`, whose `bytes` are valid until its next use; throws the system call's error. */
  readAll(scratch: Scratch): Buffer {
    const length = this.read(scratch, readWhole);
    if (length < 0) throw this.error(length);
    return scratch.bytes(length);
  }

  /** One read(2) of at most 128 bytes; the number of bytes in `scratch`, or a negative errno. */
  readAttribute(scratch: Scratch): number {
    return this.read(scratch, readOnce);
  }

  /** True while a descriptor is kept. */
  get isOpen(): boolean {
    return this.fd >= 0;
  }

  close(): void {
    if (this.fd < 0) return;
    this.calls.close(this.fd);
    this.fd = -1;
    this.budget?.release();
  }

  /** The error of a read that gave this negative errno. */
  error(errno: number): Error {
    return systemCallError(-errno, `read '${this.path}'`);
  }

  private read(scratch: Scratch, read: ReadDescriptor): number {
    if (this.fd >= 0) {
      const length = read(this.calls, this.fd, scratch);
      if (!REOPEN.has(length)) return length;
      this.close();
    }
    const fd = this.calls.open(this.path);
    if (fd < 0) return fd;
    const length = read(this.calls, fd, scratch);
    if (this.budget?.take() === true) this.fd = fd;
    else this.calls.close(fd);
    return length;
  }
}

type ReadDescriptor = (calls: FileCalls, fd: number, scratch: Scratch) => number;

function readOnce(calls: FileCalls, fd: number, scratch: Scratch): number {
  return calls.pread(fd, scratch.attribute, 0);
}

/** A short read is not the end: seq_file gives a page at a time. Only a read of nothing is. */
function readWhole(calls: FileCalls, fd: number, scratch: Scratch): number {
  let length = 0;
  for (;;) {
    const count = calls.pread(fd, scratch.from(length), length);
    if (count === 0) return length;
    if (count < 0 && count !== -EINTR) return count;
    if (count > 0) length += count;
    if (length > MAX_BYTES) return -EIO;
  }
}

/** No kernel file is that long; one that never ends must not fill the memory. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Buffers that all reads of a worker share, one at a time; the one for whole files grows to the largest seen. */
export class Scratch {
  readonly attribute: Buffer = Buffer.alloc(ATTRIBUTE_BYTES);
  private buffer: Buffer = Buffer.allocUnsafeSlow(64 * 1024);

  /** Room behind the first `length` bytes. */
  from(length: number): Buffer {
    if (length === 0) return this.buffer;
    if (length === this.buffer.length) this.grow();
    return this.buffer.subarray(length);
  }

  bytes(length: number): Buffer {
    return this.buffer.subarray(0, length);
  }

  private grow(): void {
    const larger = Buffer.allocUnsafeSlow(this.buffer.length * 2);
    larger.set(this.buffer);
    this.buffer = larger;
  }
}
