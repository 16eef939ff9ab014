import { constants } from "node:os";
import { type SystemCallError, systemCallError } from "../native/errno.ts";
import type { DescriptorBudget } from "./descriptor-budget.ts";
import type { FileCalls } from "./file-calls.ts";
import { PAGE_BYTES, WHOLE_FILE } from "./record-lengths.ts";

/** sysfs attributes are read once and cut here. */
export const ATTRIBUTE_BYTES = 128;

const { EBADF, EINTR, EIO, ENODEV, ENOENT, ENXIO, ESRCH, ESTALE } = constants.errno;

/**
 * Errors of a descriptor whose file was removed; only a fresh open shows whether it is back. A read gives ESRCH for a
 * process, ENODEV for an attribute of sysfs, ENOENT for a sysctl and EIO for any other file of procfs.
 */
const REMOVED: ReadonlySet<number> = new Set([-ENODEV, -ENXIO, -ESTALE, -EBADF, -ESRCH, -ENOENT, -EIO]);

/**
 * One file of procfs or sysfs that is read on every scrape. With a descriptor from the budget, the kernel renders the
 * file again on every positional read from 0; without one, and outside of kernel file systems, every read opens the file.
 */
export class KernelFile {
  readonly path: string;
  private readonly calls: FileCalls;
  private readonly budget: DescriptorBudget | undefined;
  /** A read of at most this many bytes is the last one. */
  private readonly longestEnd: number;
  private fd = -1;
  private lastLength = 0;
  private lastError: SystemCallError | undefined;

  /** `longestRecord`: bytes, see RecordLength. */
  constructor(path: string, calls: FileCalls, budget: DescriptorBudget | undefined, longestRecord = PAGE_BYTES) {
    this.path = path;
    this.calls = calls;
    this.budget = budget;
    this.longestEnd = longestEnd(longestRecord);
  }

  /** Reads the whole file; the number of bytes in `scratch`, valid until its next use, or a negative errno. */
  readAll(scratch: Scratch): number {
    scratch.expect(this.lastLength);
    const length = this.read(scratch, (calls, fd) => readWhole(calls, fd, scratch, this.longestEnd));
    if (length >= 0) this.lastLength = length;
    return length;
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

  /** The error of a read that returned this negative errno. */
  error(errno: number): SystemCallError {
    // Many files are absent on every scrape, and creating an error takes as long as the call.
    if (this.lastError?.errno !== errno) this.lastError = systemCallError(-errno, `read '${this.path}'`);
    return this.lastError;
  }

  private read(scratch: Scratch, read: ReadDescriptor): number {
    if (this.fd >= 0) {
      const length = read(this.calls, this.fd, scratch);
      if (!REMOVED.has(length)) return length;
      this.close();
    }
    const fd = this.calls.open(this.path);
    if (fd < 0) return fd;
    const length = read(this.calls, fd, scratch);
    // Also the error of a device that fails for long, which is then not asked twice on every scrape.
    if (length !== -EIO && this.budget?.take() === true) this.fd = fd;
    else this.calls.close(fd);
    return length;
  }
}

type ReadDescriptor = (calls: FileCalls, fd: number, scratch: Scratch) => number;

function readOnce(calls: FileCalls, fd: number, scratch: Scratch): number {
  return calls.pread(fd, scratch.attribute, 0);
}

/** Reads a whole file from a fresh descriptor; the number of bytes in `scratch`, or a negative errno. */
export function readFresh(calls: FileCalls, fd: number, scratch: Scratch, longestRecord: number): number {
  scratch.expect(0);
  return readWhole(calls, fd, scratch, longestEnd(longestRecord));
}

/** A read of at most this many bytes is the last one. */
function longestEnd(longestRecord: number): number {
  return longestRecord === WHOLE_FILE ? Infinity : PAGE_BYTES - longestRecord;
}

/**
 * A short read is not the end: seq_file returns the records that fit into a page at a time. The end is an empty read, or
 * one of at most `last` bytes that left room: another record would have fitted.
 */
function readWhole(calls: FileCalls, fd: number, scratch: Scratch, last: number): number {
  let length = 0;
  for (;;) {
    const into = scratch.from(length);
    const count = calls.pread(fd, into, length);
    if (count === 0 || (count > 0 && count <= last && count < into.length)) return length + count;
    if (count < 0 && count !== -EINTR) return count;
    if (count > 0) length += count;
    if (length > MAX_BYTES) return -EIO;
  }
}

/** No kernel file is that long; one that never ends must not fill the memory. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Up to this many bytes a loop takes less time than a call into Node.js. */
const SHORT = 128;

/**
 * Buffers that all reads of a worker share, one at a time. Small files are read into a small one: for a sysctl the
 * kernel allocates as much as is requested. The large one grows to the largest file seen.
 */
export class Scratch {
  readonly attribute: Buffer = Buffer.alloc(ATTRIBUTE_BYTES);
  private readonly small: Buffer = Buffer.allocUnsafeSlow(PAGE_BYTES);
  private large: Buffer = Buffer.allocUnsafeSlow(16 * PAGE_BYTES);
  private buffer: Buffer = this.small;

  /** Prepares for a file that was `length` bytes long last time. */
  expect(length: number): void {
    this.buffer = length < PAGE_BYTES / 2 ? this.small : this.large;
  }

  /** Room after the first `length` bytes. */
  from(length: number): Buffer {
    if (length === 0) return this.buffer;
    if (length === this.buffer.length) this.grow();
    return this.buffer.subarray(length);
  }

  bytes(length: number): Buffer {
    return this.buffer.subarray(0, length);
  }

  /** Whether the first `length` bytes are those of `bytes`. */
  startsWith(bytes: Buffer, length: number): boolean {
    const { buffer } = this;
    if (length > SHORT) return buffer.compare(bytes, 0, length, 0, length) === 0;
    for (let i = 0; i < length; i++) if (buffer[i] !== bytes[i]) return false;
    return true;
  }

  private grow(): void {
    const full = this.buffer;
    if (full === this.large) this.large = Buffer.allocUnsafeSlow(full.length * 2);
    this.large.set(full);
    this.buffer = this.large;
  }
}
