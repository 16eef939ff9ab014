import type { CallsBelow, FileCalls } from "./file-calls.ts";

/**
 * The directory that is being read, open while its files are read one after the other. Never longer than one scrape:
 * at the next one another device may be there.
 */
export class OpenDirectory {
  private readonly calls: FileCalls;
  private readonly below: CallsBelow;
  private path: string | undefined;
  private fd = -1;

  constructor(calls: FileCalls, below: CallsBelow) {
    this.calls = calls;
    this.below = below;
  }

  /** One read(2) of a file in a directory; the number of bytes or a negative errno. */
  readOnce(path: string, name: string, into: Buffer): number {
    if (path !== this.path) {
      const errno = this.change(path);
      if (errno < 0) return errno;
    }
    const fd = this.below.open(this.fd, name);
    if (fd < 0) return fd;
    const length = this.calls.pread(fd, into, 0);
    this.calls.close(fd);
    return length;
  }

  close(): void {
    if (this.path === undefined) return;
    this.path = undefined;
    this.calls.close(this.fd);
  }

  private change(path: string): number {
    this.close();
    const fd = this.below.openDirectory(path);
    if (fd < 0) return fd;
    this.fd = fd;
    this.path = path;
    return 0;
  }
}
