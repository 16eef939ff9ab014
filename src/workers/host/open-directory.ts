import type { CallsBelow, FileCalls } from "./file-calls.ts";

/**
 * The directory of a tree that is being read, open while its files are read one after the other, and the tree's root.
 * Never longer than one scrape: on the next one another device, or another tree, may have taken the path.
 */
export class OpenDirectory {
  /** Whether there is something to close. */
  isOpen = false;
  private readonly root: string;
  private readonly calls: FileCalls;
  private readonly below: CallsBelow;
  private relative: string | undefined;
  private rootFd = -1;
  private fd = -1;

  constructor(root: string, calls: FileCalls, below: CallsBelow) {
    this.root = root;
    this.calls = calls;
    this.below = below;
  }

  /** Opens a file of the tree for reading; a descriptor or a negative errno. */
  open(relative: string): number {
    const root = this.openRoot();
    return root < 0 ? root : this.below.open(root, relative);
  }

  /** One read(2) of a file in a directory of the tree; the number of bytes or a negative errno. */
  readOnce(relative: string, name: string, into: Buffer): number {
    if (relative !== this.relative) {
      const errno = this.change(relative);
      if (errno < 0) return errno;
    }
    const fd = this.below.open(this.fd, name);
    if (fd < 0) return fd;
    const length = this.calls.pread(fd, into, 0);
    this.calls.close(fd);
    return length;
  }

  close(): void {
    this.closeDirectory();
    this.isOpen = false;
    if (this.rootFd < 0) return;
    this.calls.close(this.rootFd);
    this.rootFd = -1;
  }

  private change(relative: string): number {
    this.closeDirectory();
    const root = this.openRoot();
    if (root < 0) return root;
    const fd = this.below.openDirectoryIn(root, relative === "" ? "." : relative);
    if (fd < 0) return fd;
    this.fd = fd;
    this.relative = relative;
    return 0;
  }

  private openRoot(): number {
    if (this.rootFd < 0) this.rootFd = this.below.openDirectory(this.root);
    this.isOpen = this.rootFd >= 0;
    return this.rootFd;
  }

  private closeDirectory(): void {
    if (this.relative === undefined) return;
    this.relative = undefined;
    this.calls.close(this.fd);
  }
}
