import type { Native } from "../../collectors/kit/host.ts";
import { systemCallError } from "./errno.ts";
import { callLibc, libc } from "./libc.ts";
import { NetlinkSockets } from "./netlink.ts";
import { subscribe } from "./netlink-subscription.ts";

/** System calls through libc; nothing is loaded before the first call. */
export function createNative(): Native {
  const netlink = new NetlinkSockets();
  return {
    netlink: (protocol, request, receiver) => netlink.exchange(protocol, request, receiver),
    subscribe,
    ioctl: (fd, request, argument) => callLibc("ioctl", (c) => c.ioctl(fd, request, "void *", argument)),
    socket: (domain, type, protocol) => callLibc("socket", (c) => c.socket(domain, type | SOCK_CLOEXEC, protocol)),
    // Never repeated: Linux has closed the descriptor even when it reports a failure.
    close: (fd) => void libc().close(fd),
    adjtimex: (timex) => callLibc("adjtimex", (c) => c.adjtimex(timex)),
    uname: (utsname) => void callLibc("uname", (c) => c.uname(utsname)),
    perfEventOpen,
    read: (fd, into) => callLibc("read", (c) => c.read(fd, into, into.length)),
    addressOf: (bytes) => libc().address(bytes),
  };
}

const SOCK_CLOEXEC = 0o2000000;
const ENOSYS = 38;

/** perf_event_open(2) has no function in the C library. */
const PERF_EVENT_OPEN: Readonly<Partial<Record<NodeJS.Architecture, number>>> = {
  arm64: 241,
  ia32: 336,
  loong64: 241,
  ppc64: 319,
  riscv64: 241,
  x64: 298,
};

function perfEventOpen(attributes: Uint8Array, pid: number, cpu: number, groupFd: number, flags: number): number {
  const number = PERF_EVENT_OPEN[process.arch];
  if (number === undefined) throw systemCallError(ENOSYS, "perf_event_open");
  return callLibc("perf_event_open", (c) =>
    c.syscall(number, "void *", attributes, "int", pid, "int", cpu, "int", groupFd, "unsigned long", flags),
  );
}
