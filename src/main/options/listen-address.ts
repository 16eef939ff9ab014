import { isIPv6 } from "node:net";
import { UsageError } from "./usage-error.ts";

/** Where to listen; an empty host is every address of the machine. */
export type ListenAddress =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string };

/** Longest path that fits into `sun_path` with its closing zero byte. */
const MAX_SOCKET_PATH = 107;

/** `:9100`, `host:9100`, `[::1]:9100` or `unix:/path`; throws UsageError for anything else. */
export function parseListenAddress(text: string): ListenAddress {
  if (/^vsock:/i.test(text)) throw bad(text, "vsock sockets are not supported");
  if (text.startsWith("unix:")) return socketAddress(text, text.slice("unix:".length));
  const colon = text.lastIndexOf(":");
  if (colon === -1) throw bad(text, "the port is missing");
  return { kind: "tcp", host: parseHost(text, text.slice(0, colon)), port: parsePort(text, text.slice(colon + 1)) };
}

function socketAddress(text: string, path: string): ListenAddress {
  if (!path.startsWith("/")) throw bad(text, "the path of a unix socket must start with /");
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) throw bad(text, `the path is longer than ${MAX_SOCKET_PATH} bytes`);
  if (path.includes("\0")) throw bad(text, "the path contains a zero byte");
  return { kind: "unix", path };
}

function parseHost(text: string, host: string): string {
  const inner = /^\[(.*)\]$/s.exec(host)?.[1];
  if (inner !== undefined && isIPv6(inner)) return inner;
  // Brackets around anything else mean nothing.
  if (inner !== undefined && !inner.includes(":")) return parseHost(text, inner);
  if (inner !== undefined) throw bad(text, "no IPv6 address is in the brackets");
  if (host.includes(":")) throw bad(text, "an IPv6 address needs brackets");
  if (/[^\w.-]/.test(host)) throw bad(text, "the host name is not valid");
  return host;
}

function parsePort(text: string, port: string): number {
  const number = /^\d+$/.test(port) ? Number(port) : Number.NaN;
  if (!(number <= 65_535)) throw bad(text, "the port must be a number from 0 to 65535");
  return number;
}

function bad(text: string, problem: string): UsageError {
  return new UsageError(`--web.listen-address: "${text}": ${problem}`);
}
