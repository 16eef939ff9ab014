import type { Errnos } from "./errnos.ts";
import type { NetlinkReceiver } from "../parsers/netlink/message.ts";
import type { Skip } from "../parsers/skip.ts";

/** Size-independent view of a kernel file that is read at every scrape. */
export interface ParsedFile<T> {
  /**
   * Reads the file again and returns its parsed content; the parser runs only when the bytes changed.
   * Throws the error of the system call (`code` is the errno name) or what the parser throws. Records that the parser
   * leaves out are reported at every read.
   */
  read(): T;
  /** As `read`; undefined where the system call fails with one of these (default: MISSING). */
  readIf(tolerated?: Errnos): T | undefined;
}

/** One directory of sysfs, kept between scrapes as long as it is the same device. */
export interface Directory {
  /** One read(2) of at most 128 bytes, surrounding white space removed. Throws the system call's error. */
  attribute(name: string): string;
  /**
   * As `attribute`; undefined where the system call fails with one of these (default: MISSING), or with any other while the
   * device is there, which is reported as a record left out.
   */
  attributeIf(name: string, tolerated?: Errnos): string | undefined;
  /** As `attributeIf`, for an unsigned decimal integer; anything else is reported as a record left out. */
  uintIf(name: string, tolerated?: Errnos): number | undefined;
  /**
   * As `uintIf`, for any other form: what `parse` makes of the text. A text for which it returns undefined or throws a
   * ParseError is reported as a record left out. `absent` is the value of an attribute that counts as absent.
   */
  parsedIf<T>(
    name: string,
    parse: (text: string, path: string) => T | undefined,
    tolerated?: Errnos,
    absent?: T,
  ): T | undefined;
}

/** For attributes that every device of the kind has: that one is missing is reported, too. */
export const REQUIRED: Errnos = new Set();

export interface Entry {
  readonly name: string;
  readonly kind: "file" | "directory" | "symlink" | "other";
}

/** procfs, sysfs or a captured copy of them. Paths are relative to the mount point, without a leading slash. */
export interface Tree {
  readonly path: string;
  /** The kernel's own file system; the files of a copy may contradict each other. */
  readonly isLive: boolean;
  /** Absolute path of something below the mount point. */
  resolve(relative: string): string;
  /** A file that is read at every scrape. Call once, in `create` or on first sight of a device, and keep the result. */
  file<T>(relative: string, parse: (bytes: Buffer, path: string, skip: Skip) => T): ParsedFile<T>;
  /** Reads a whole file once, for files that come and go. The bytes are valid until the next read of any tree. */
  read(relative: string): Buffer;
  /** As `read`; undefined where the system call fails with one of these (default: MISSING). */
  readIf(relative: string, tolerated?: Errnos): Buffer | undefined;
  /** The directory of a device. Cheap to call at every scrape; the tree keeps descriptors and checks identity. */
  directory(relative: string): Directory;
  /** One attribute by its whole path, as `Directory.attribute`. */
  attribute(relative: string): string;
  /** As `attribute`; undefined where the system call fails with one of these (default: MISSING). */
  attributeIf(relative: string, tolerated?: Errnos): string | undefined;
  /** Names in a directory, sorted bytewise. Throws when it cannot be listed. */
  list(relative: string): readonly string[];
  /** As `list`; undefined where the system call fails with one of these (default: MISSING). */
  listIf(relative: string, tolerated?: Errnos): readonly string[] | undefined;
  /**
   * The names in a directory that are whole numbers, in no order: sorting those of all processes takes long. Those of the
   * mount point stay the same within a scrape. Throws as `list`.
   */
  numbers(relative: string): readonly number[];
  /** Names and kinds in a directory, sorted bytewise; symbolic links are not followed. */
  entries(relative: string): readonly Entry[];
  /** As `entries`; undefined where the system call fails with one of these (default: MISSING). */
  entriesIf(relative: string, tolerated?: Errnos): readonly Entry[] | undefined;
  /** Paths that match a pattern with `*`, `?` and `[…]` in any segment, sorted; nothing and no error where nothing matches. */
  glob(pattern: string): readonly string[];
  /** Whether something exists there, symbolic links followed. */
  exists(relative: string): boolean;
  isDirectory(relative: string): boolean;
  /** Target of a symbolic link, as stored. */
  readlink(relative: string): string;
  /** Absolute path with every symbolic link resolved. */
  realpath(relative: string): string;
}

/** statfs(2): blocks in units of `bsize` bytes. */
export interface StatFs {
  readonly type: number;
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
}

/** Passes on the kernel's notifications of changes. */
export interface NetlinkSubscription {
  /** Gives each message that came since the last call; false when some were lost. Never waits. */
  drain(message: NetlinkReceiver["message"]): boolean;
  /** Leaves the groups; `drain` is not to be called any more. */
  close(): void;
}

/** What a mount that may hang said: the numbers of statfs(2), the number of its error, or nothing in time. */
export type ProbeAnswer = StatFs | { readonly errno: number } | "timeout";

/** How long mounts are waited for. */
export interface ProbeTimes {
  /** Milliseconds since the process runs that asks them: its start is not their time. */
  readonly timeout: number;
  /** The end in any case, on the clock of `performance.now()`. */
  readonly until: number;
}

/** Asks mounts that may never answer, in a process of its own that runs only as long as it is needed. */
export interface MountProbe {
  /**
   * statfs(2) of each path, answers in the same order, within these times.
   * A mount whose earlier call has not returned has `timeout` at once. One call of this at a time.
   */
  statfs(paths: readonly (string | Buffer)[], times: ProbeTimes): Promise<readonly ProbeAnswer[]>;
  /** There is nothing to ask at present: ends the process. */
  close(): void;
}

/**
 * System calls beyond files, through libc; loaded on first use. All are synchronous. Errors carry the errno name in
 * `code`, as those of files do: EPERM, EACCES, EAFNOSUPPORT or ENOSYS where the kernel or a sandbox refuses.
 */
export interface Native {
  /**
   * Sends a netlink request (`buildRequest`) on a socket that is kept, and hands over the answer message by message.
   * An error that the kernel answers with is thrown. The request's sequence number is overwritten.
   */
  netlink(protocol: number, request: Buffer, receiver: NetlinkReceiver): void;
  /** Joins multicast groups (a bit mask) of a netlink protocol, on a socket of its own that is kept. */
  subscribe(protocol: number, groups: number): NetlinkSubscription;
  /** ioctl(2) on an open descriptor with an in-out buffer. Returns the call's result. */
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  /** socket(2) of the given kind, closed on exec; close it with `close`. */
  socket(domain: number, type: number, protocol: number): number;
  close(fd: number): void;
  /** adjtimex(2) with the raw 208-byte struct timex of 64-bit kernels; returns the clock state. */
  adjtimex(timex: Uint8Array): number;
  /** uname(2) with the raw 390-byte struct utsname: six texts of 65 bytes. */
  uname(utsname: Uint8Array): void;
  /** perf_event_open(2) with a raw struct perf_event_attr; returns a descriptor. */
  perfEventOpen(attributes: Uint8Array, pid: number, cpu: number, groupFd: number, flags: number): number;
  /** read(2); returns the number of bytes. */
  read(fd: number, into: Uint8Array): number;
  /** Where a buffer's memory lies, for structs that hold pointers; good as long as the buffer is alive. */
  addressOf(bytes: Uint8Array): bigint;
}

/** Tells about a file outside of procfs and sysfs whether it has to be read again. */
export interface FileWatch {
  /** Whether it is the same file, with the same size and times, as at the last look; the first one never is. */
  look(): "same" | "changed" | "absent";
  /** The file could not be read: the next look finds another one. */
  forget(): void;
}

/** The host that the collectors read. */
export interface Host {
  readonly proc: Tree;
  readonly sys: Tree;
  /** --path.rootfs as given. */
  readonly rootfs: string;
  /** --path.udev.data as given. */
  readonly udevData: string;
  /** Bytes of a memory page. */
  readonly pageSize: number;
  readonly native: Native;
  readonly mountProbe: MountProbe;
  /** Watches the file at an absolute path; each look takes one system call. */
  watch(path: string): FileWatch;
}
