import { endianness } from "node:os";
import { messageOf } from "../../collectors/kit/errors.ts";
import { loadPackage } from "../../collectors/kit/load-package.ts";
import type { OpenDescriptors } from "../protocol/open-descriptors.ts";
import { systemCallError } from "./errno.ts";

/** The C functions that are used; all return -1 and set errno on failure. */
export interface Libc {
  socket(domain: number, type: number, protocol: number): number;
  close(fd: number): number;
  bind(fd: number, address: Uint8Array, length: number): number;
  setsockopt(fd: number, level: number, name: number, value: Uint8Array, length: number): number;
  send(fd: number, bytes: Uint8Array, length: number, flags: number): number;
  recv(fd: number, into: Uint8Array, length: number, flags: number): number;
  read(fd: number, into: Uint8Array, length: number): number;
  open(path: string | Uint8Array, flags: number): number;
  openat(directory: number, path: string | Uint8Array, flags: number): number;
  pread(fd: number, into: Uint8Array, length: number, position: number): number;
  access(path: string | Uint8Array, mode: number): number;
  /** Undefined where the C library lacks it (glibc before 2.30). */
  readonly getdents64: ((fd: number, into: Uint8Array, length: number) => number) | undefined;
  /** Undefined where the C library lacks it (glibc before 2.28). */
  readonly statx:
    | ((directory: number, path: string | Uint8Array, flags: number, mask: number, into: Uint8Array) => number)
    | undefined;
  /** Variadic in C: koffi takes the type of every further argument before it. */
  ioctl(fd: number, request: number, type: "void *", argument: Uint8Array): number;
  adjtimex(timex: Uint8Array): number;
  clock_gettime(clock: number, into: Uint8Array): number;
  madvise(address: number, length: number, advice: number): number;
  uname(utsname: Uint8Array): number;
  waitpid(pid: number, status: null, options: number): number;
  /** For calls that return a descriptor. */
  syscall(number: number, ...typesAndValues: readonly (string | number | Uint8Array)[]): number;
  errno(): number;
  address(bytes: Uint8Array): bigint;
}

interface Koffi {
  load(path: null): { func(declaration: string): never };
  errno(): number;
  address(bytes: Uint8Array): bigint;
}

let loaded: Libc | undefined;
let noted: OpenDescriptors | undefined;
let refusal: Error | undefined;

/**
 * The C library of this process, glibc or musl. The first call loads koffi, about 2 MB of memory, which a worker whose
 * collectors do not need it saves.
 */
export function libc(): Libc {
  if (refusal !== undefined) throw refusal;
  loaded ??= load();
  return loaded;
}

/** From now on the descriptors that this thread opens are noted there as long as they are open. */
export function noteDescriptors(descriptors: OpenDescriptors): void {
  noted = descriptors;
}

/**
 * Calls a C function, again after a signal, and returns its result. Any other failure is thrown, except `tolerated` (an
 * errno), which returns -1.
 */
export function callLibc(name: string, call: (c: Libc) => number, tolerated?: number): number {
  const c = libc();
  for (;;) {
    const result = call(c);
    if (result >= 0) return result;
    const errno = c.errno();
    if (errno === tolerated) return -1;
    if (errno !== EINTR) throw systemCallError(errno, name);
  }
}

const EINTR = 4;

function load(): Libc {
  // Every message and struct here is read as little-endian, which all platforms with a koffi binary are.
  if (endianness() !== "LE") throw systemCallError(ENOSYS, "koffi on a big-endian host");
  const koffi: Koffi = loadKoffi();
  const library = koffi.load(null);
  return {
    ...descriptorFunctions(library),
    bind: library.func("int bind(int, void *, uint32_t)"),
    setsockopt: library.func("int setsockopt(int, int, int, void *, uint32_t)"),
    send: library.func("intptr_t send(int, void *, size_t, int)"),
    recv: library.func("intptr_t recv(int, void *, size_t, int)"),
    read: library.func("intptr_t read(int, void *, size_t)"),
    pread: library.func("intptr_t pread(int, void *, size_t, intptr_t)"),
    access: library.func("int access(const char *, int)"),
    getdents64: optional(() => library.func("intptr_t getdents64(int, void *, size_t)")),
    statx: optional(() => library.func("int statx(int, const char *, int, uint32_t, void *)")),
    ioctl: library.func("int ioctl(int, unsigned long, ...)"),
    adjtimex: library.func("int adjtimex(void *)"),
    clock_gettime: library.func("int clock_gettime(int, void *)"),
    madvise: library.func("int madvise(uintptr_t, size_t, int)"),
    uname: library.func("int uname(void *)"),
    waitpid: library.func("int waitpid(int, void *, int)"),
    errno: () => koffi.errno(),
    address: (bytes) => koffi.address(bytes),
  };
}

/** The functions that open and close descriptors. */
function descriptorFunctions(
  library: ReturnType<Koffi["load"]>,
): Pick<Libc, "close" | "open" | "openat" | "socket" | "syscall"> {
  const close: Libc["close"] = library.func("int close(int)");
  const open: Libc["open"] = library.func("int open(const char *, int)");
  const openat: Libc["openat"] = library.func("int openat(int, const char *, int)");
  const socket: Libc["socket"] = library.func("int socket(int, int, int)");
  const syscall: Libc["syscall"] = library.func("long syscall(long, ...)");
  return {
    close: (fd) => {
      noted?.delete(fd);
      return close(fd);
    },
    open: (path, flags) => opened(open(path, flags)),
    openat: (directory, path, flags) => opened(openat(directory, path, flags)),
    socket: (domain, type, protocol) => opened(socket(domain, type, protocol)),
    syscall: (number, ...typesAndValues) => opened(syscall(number, ...typesAndValues)),
  };
}

function opened(fd: number): number {
  if (fd >= 0) noted?.add(fd);
  return fd;
}

function optional<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch {
    // The C library has no such function.
    return undefined;
  }
}

const ENOSYS = 38;

/** A platform without a binary counts as one without the system calls; it is not tried again. */
function loadKoffi(): Koffi {
  try {
    return loadPackage("koffi") as Koffi;
  } catch (error) {
    refusal = systemCallError(ENOSYS, `koffi (${messageOf(error)})`);
    throw refusal;
  }
}
