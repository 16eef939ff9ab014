import {
  HEADER_BYTES,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
  type NetlinkReceiver,
} from "../../collectors/parsers/netlink/message.ts";
import { systemCallError } from "./errno.ts";
import { callLibc, libc } from "./libc.ts";

const AF_NETLINK = 16;
const SOCK_RAW_CLOEXEC = 3 | 0o2000000;
const SOL_SOCKET = 1;
/** include/uapi/asm-generic/socket.h; powerpc has its own numbers. */
const SO_RCVTIMEO = process.arch === "ppc64" ? 18 : 20;
const MSG_TRUNC = 0x20;
const TIMEOUT_SECONDS = 2;

/** The kernel fills datagrams of at most 32 KiB, except for a single message that needs more. */
const RECEIVE_BYTES = 64 * 1024;
const MAX_RECEIVE_BYTES = 16 * 1024 * 1024;

/** Dumps that changed while they ran are repeated this often; then the last one is used. */
const MAX_RETRIES = 2;

const ENOBUFS = 105;
const EBADMSG = 74;

type Ending = "done" | "interrupted" | "overrun";

/** One netlink socket per protocol, opened on first use and kept. Requests are answered one at a time. */
export class NetlinkSockets {
  private readonly sockets = new Map<number, number>();
  private buffer: Buffer;
  private sequence = Math.floor(Math.random() * 0x7fff_ffff);

  constructor(receiveBytes = RECEIVE_BYTES) {
    this.buffer = Buffer.allocUnsafeSlow(receiveBytes);
  }

  /** Sends the request and passes every message of the reply to the receiver. */
  exchange(protocol: number, request: Buffer, receiver: NetlinkReceiver): void {
    let complete = false;
    try {
      let ending = this.attempt(protocol, request, receiver);
      for (let retry = 0; ending !== "done" && retry < MAX_RETRIES; retry++) {
        ending = this.attempt(protocol, request, receiver);
      }
      if (ending === "overrun") throw systemCallError(ENOBUFS, "netlink");
      complete = true;
    } finally {
      // The rest of a broken reply must not be taken for the next one.
      if (!complete) this.close(protocol);
    }
  }

  private attempt(protocol: number, request: Buffer, receiver: NetlinkReceiver): Ending {
    const fd = this.socket(protocol);
    this.sequence = (this.sequence + 1) >>> 0;
    request.writeUInt32LE(this.sequence, 8);
    // A reply that is not a dump ends with the acknowledgement.
    const flags = request.readUInt16LE(6);
    if ((flags & NLM_F_DUMP) !== NLM_F_DUMP) request.writeUInt16LE(flags | NLM_F_ACK, 6);
    callLibc("send", (c) => c.send(fd, request, request.length, 0));
    receiver.begin();
    const ending = this.receive(fd, receiver);
    if (ending === "overrun") this.close(protocol);
    return ending;
  }

  /** Receives datagrams up to the end of the reply. */
  private receive(fd: number, receiver: NetlinkReceiver): Ending {
    let interrupted = false;
    for (;;) {
      const { buffer } = this;
      const length = callLibc("recv", (c) => c.recv(fd, buffer, buffer.length, MSG_TRUNC), ENOBUFS);
      if (length < 0) return "overrun";
      if (length > buffer.length) return this.grow(length);
      let next = 0;
      for (let at = 0; length - at >= HEADER_BYTES; at = next) {
        const size = buffer.readUInt32LE(at);
        if (size < HEADER_BYTES || at + size > length) throw systemCallError(EBADMSG, "netlink");
        next = at + ((size + 3) & ~3);
        // Late replies to an abandoned request, and notifications.
        if (buffer.readUInt32LE(at + 8) !== this.sequence) continue;
        const type = buffer.readUInt16LE(at + 4);
        if ((buffer.readUInt16LE(at + 6) & NLM_F_DUMP_INTR) !== 0) interrupted = true;
        if (type === NLMSG_DONE || type === NLMSG_ERROR) {
          throwErrno(buffer, at + HEADER_BYTES, at + size);
          return interrupted ? "interrupted" : "done";
        }
        if (type > NLMSG_DONE) receiver.message(type, buffer, at + HEADER_BYTES, at + size);
      }
    }
  }

  /** The rest of a truncated datagram is lost: the request has to be sent again. */
  private grow(needed: number): Ending {
    if (needed > MAX_RECEIVE_BYTES) throw systemCallError(ENOBUFS, "netlink");
    this.buffer = Buffer.allocUnsafeSlow(needed * 2);
    return "overrun";
  }

  private socket(protocol: number): number {
    let fd = this.sockets.get(protocol);
    if (fd === undefined) this.sockets.set(protocol, (fd = openSocket(protocol)));
    return fd;
  }

  private close(protocol: number): void {
    const fd = this.sockets.get(protocol);
    if (fd === undefined) return;
    libc().close(fd);
    this.sockets.delete(protocol);
  }
}

function openSocket(protocol: number): number {
  const fd = callLibc("socket", (c) => c.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol));
  const timeval = Buffer.alloc(16);
  timeval.writeBigInt64LE(BigInt(TIMEOUT_SECONDS));
  callLibc("setsockopt", (c) => c.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeval, timeval.length));
  return fd;
}

/** NLMSG_ERROR and NLMSG_DONE start with a negative errno or 0; old kernels send NLMSG_DONE without it. */
function throwErrno(buffer: Buffer, start: number, end: number): void {
  if (end - start < 4) return;
  const errno = -buffer.readInt32LE(start);
  if (errno > 0) throw systemCallError(errno, "netlink");
}
