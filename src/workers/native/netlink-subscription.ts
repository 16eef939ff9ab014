import type { NetlinkSubscription } from "../../collectors/kit/host.ts";
import { HEADER_BYTES, type NetlinkReceiver } from "../../collectors/parsers/netlink/message.ts";
import { systemCallError } from "./errno.ts";
import { callLibc, libc } from "./libc.ts";

const AF_NETLINK = 16;
const SOCK_RAW_CLOEXEC_NONBLOCK = 3 | 0o2000000 | 0o4000;
const MSG_TRUNC = 0x20;

/** Messages about interfaces have a few KiB; of a longer one the beginning is enough. */
const RECEIVE_BYTES = 16 * 1024;

/** More than a socket buffer holds: gives up while others change interfaces without a pause. */
const MAX_DATAGRAMS = 10_000;

const EINTR = 4;
const EAGAIN = 11;
const ENOBUFS = 105;

/** Opens a socket that collects the kernel's notifications, up to a fifth of a megabyte (net.core.rmem_default). */
export function subscribe(protocol: number, groups: number): NetlinkSubscription {
  const fd = callLibc("socket", (c) => c.socket(AF_NETLINK, SOCK_RAW_CLOEXEC_NONBLOCK, protocol));
  try {
    const address = socketAddress(groups);
    callLibc("bind", (c) => c.bind(fd, address, address.length));
  } catch (error) {
    libc().close(fd);
    throw error;
  }
  const buffer = Buffer.allocUnsafeSlow(RECEIVE_BYTES);
  return { drain: (message) => drain(fd, buffer, message), close: () => libc().close(fd) };
}

function drain(fd: number, buffer: Buffer, message: NetlinkReceiver["message"]): boolean {
  const c = libc();
  let complete = true;
  for (let datagrams = 0; datagrams < MAX_DATAGRAMS; datagrams++) {
    const length = c.recv(fd, buffer, buffer.length, MSG_TRUNC);
    if (length >= 0) {
      if (!split(buffer, length, message)) complete = false;
      continue;
    }
    const errno = c.errno();
    if (errno === EAGAIN) return complete;
    if (errno === ENOBUFS) complete = false;
    else if (errno !== EINTR) throw systemCallError(errno, "recv");
  }
  return false;
}

/** False when the datagram was longer than the buffer or is malformed. */
function split(buffer: Buffer, length: number, message: NetlinkReceiver["message"]): boolean {
  const end = Math.min(length, buffer.length);
  let at = 0;
  while (end - at >= HEADER_BYTES) {
    const size = buffer.readUInt32LE(at);
    if (size < HEADER_BYTES || at + size > end) return false;
    message(buffer.readUInt16LE(at + 4), buffer, at + HEADER_BYTES, at + size);
    at += (size + 3) & ~3;
  }
  return length <= buffer.length;
}

/** struct sockaddr_nl: family, padding, port (the kernel's choice), groups. */
function socketAddress(groups: number): Buffer {
  const address = Buffer.alloc(12);
  address.writeUInt16LE(AF_NETLINK, 0);
  address.writeUInt32LE(groups, 8);
  return address;
}
