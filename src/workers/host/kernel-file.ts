import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { errnoOf } from "../../collectors/errors.ts";
import type { DescriptorBudget } from "./descriptor-budget.ts";

/** sysfs attributes are read once and cut here. */
export const ATTRIBUTE_BYTES = 128;

/**
 * One file of procfs or sysfs that is read again and again. With a descriptor from the budget, the kernel renders the
 * file anew at each positional read from 0; without one, and outside of kernel file systems, the file is opened each time.
 */
export class KernelFile {
  readonly path: string;
  private readonly budget: DescriptorBudget | undefined;
  private fd = -1;
  /** The last open found nothing: look before the next, since a failed open costs several times a check. */
  private wasAbsent = false;

  constructor(path: string, budget: DescriptorBudget | undefined) {
    this.path = path;
    this.budget = budget;
  }

  /** Reads the whole file into `scratch` and returns the bytes, valid until the next use of `scratch`. */
  readAll(scratch: Scratch): Buffer {
    return this.withDescriptor((fd) => scratch.readAll(fd));
  }

  /** One read(2) of at most 128 bytes into `scratch`; returns the number of bytes. */
  readAttribute(scratch: Buffer): number {
    return this.withDescriptor((fd) => readSync(fd, scratch, 0, ATTRIBUTE_BYTES, 0));
  }

  /** True while a descriptor is kept. */
  get isOpen(): boolean {
    return this.fd >= 0;
  }

  close(): void {
    if (this.fd < 0) return;
    closeSync(this.fd);
    this.fd = -1;
    this.budget?.release();
  }

  private open(): number {
    try {
      const fd = openSync(this.path, "r");
      this.wasAbsent = false;
      return fd;
    } catch (error) {
      this.wasAbsent = errnoOf(error) === "ENOENT";
      throw error;
    }
  }

  private withDescriptor<T>(read: (fd: number) => T): T {
    if (this.fd >= 0) {
      try {
        return read(this.fd);
      } catch (error) {
        if (!REOPEN.has(errnoOf(error) ?? "")) throw error;
        this.close();
      }
    }
    if (this.wasAbsent && !existsSync(this.path)) throw absent(this.path);
    const fd = this.open();
    if (this.budget?.take() === true) {
      this.fd = fd;
      return read(fd);
    }
    try {
      return read(fd);
    } finally {
      closeSync(fd);
    }
  }
}

/** The error of an open that finds nothing, without what makes one of Node's own expensive. */
export function absent(path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), {
    code: "ENOENT",
    syscall: "open",
    path,
  });
}

/** Errors of a descriptor whose device was removed; it may be there again, which only a fresh open tells. */
const REOPEN = new Set(["ENODEV", "ENXIO", "ESTALE", "EBADF", "ESRCH"]);

/** A buffer that grows to the largest file seen; shared by all reads of a worker, one at a time. */
export class Scratch {
  private buffer: Buffer = Buffer.allocUnsafeSlow(64 * 1024);

  readAll(fd: number): Buffer {
    let length = 0;
    for (;;) {
      const count = readSync(fd, this.buffer, length, this.buffer.length - length, length);
      if (count === 0) return this.buffer.subarray(0, length);
      length += count;
      if (length === this.buffer.length) this.grow();
    }
  }

  private grow(): void {
    const larger = Buffer.allocUnsafeSlow(this.buffer.length * 2);
    larger.set(this.buffer);
    this.buffer = larger;
  }
}
