import { loadPackage } from "../../collectors/kit/load-package.ts";

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const MSG_NOSIGNAL = 0x4000;

/** Nothing here waits for a service manager that does not read. */
const MSG_DONTWAIT = 0x40;

const EAGAIN = 11;

/** How a message fared: `full` where there is no room for it now. */
export type Sent = "sent" | "full" | "failed";

/** The `struct sockaddr_un` of a path or, after an `@`, of an abstract name; undefined for anything else. */
export function socketAddress(text: string): Uint8Array | undefined {
  if (!/^[/@]./.test(text)) return undefined;
  const name = text.startsWith("@") ? `\0${text.slice(1)}` : `${text}\0`;
  return Buffer.concat([Buffer.from([AF_UNIX, 0]), Buffer.from(name)]);
}

/** Opens a socket for datagrams to this address; Node.js has none of this kind. Throws where koffi cannot be loaded. */
export function openNotifySocket(address: Uint8Array): (message: string) => Sent {
  const koffi = loadPackage("koffi") as Koffi;
  const library = koffi.load(null);
  const open = library.func("int socket(int, int, int)");
  const sendTo = library.func("intptr_t sendto(int, void *, size_t, int, void *, uint32_t)");
  const fd = open(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  return (message) => {
    const bytes = Buffer.from(message);
    if (sendTo(fd, bytes, bytes.length, MSG_NOSIGNAL | MSG_DONTWAIT, address, address.length) >= 0) return "sent";
    return koffi.errno() === EAGAIN ? "full" : "failed";
  };
}

interface Koffi {
  load(path: null): { func(declaration: string): (...values: (number | Uint8Array)[]) => number };
  errno(): number;
}
