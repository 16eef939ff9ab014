import { callLibc } from "../../src/workers/native/libc.ts";
import { socketAddress } from "../../src/main/life/notify-socket.ts";
import { cleanUp } from "./clean-up.ts";

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const MSG_DONTWAIT = 0x40;
const EAGAIN = 11;

/** A service manager's socket at a path or, after `@`, an abstract name: returns what has arrived since the last call. */
export function notifySocket(name: string): () => readonly string[] {
  const address = socketAddress(name) ?? new Uint8Array();
  const fd = callLibc("socket", (c) => c.socket(AF_UNIX, SOCK_DGRAM, 0));
  cleanUp(() => void callLibc("close", (c) => c.close(fd)));
  callLibc("bind", (c) => c.bind(fd, address, address.length));
  return () => [...messages(fd)];
}

function* messages(fd: number): Generator<string> {
  const bytes = new Uint8Array(4096);
  for (;;) {
    const length = callLibc("recv", (c) => c.recv(fd, bytes, bytes.length, MSG_DONTWAIT), EAGAIN);
    if (length < 0) return;
    yield new TextDecoder().decode(bytes.subarray(0, length));
  }
}
