import type { Native } from "../../collectors/host.ts";

/** System calls through libc. */
export function createNative(): Native {
  return {
    netlink: missing,
    ioctl: missing,
    socket: missing,
    close: missing,
    adjtimex: missing,
    perfEventOpen: missing,
    read: missing,
  };
}

function missing(): never {
  throw new Error("not available");
}
