import { SocketAddress, isIPv6, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { TlsConfig } from "../config/tls-config.ts";

/** What is wrong with the certificate of a client, after the handshake; undefined when it may stay. */
export function refuseClient(socket: TLSSocket, tls: TlsConfig): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  const isRequired = tls.clientAuth === "require-any" || tls.clientAuth === "require-and-verify";
  if (certificate === undefined) {
    return isRequired || tls.allowedSans.length > 0 ? "the client gave no certificate" : undefined;
  }
  // A code such as CERT_HAS_EXPIRED, whatever its type says.
  if (verifiesClients(tls) && !socket.authorized)
    return `the certificate is not valid: ${String(socket.authorizationError)}`;
  if (tls.allowedSans.length === 0) return undefined;
  const names = subjectAltNames(certificate.subjectAltName ?? "");
  return tls.allowedSans.some((name) => names.includes(name)) ? undefined : "no name in the certificate is allowed";
}

/** Whether the client of a connection that may stay gave a certificate and that was verified. */
export function hasProvenIdentity(socket: Socket, tls: TlsConfig): boolean {
  if (!verifiesClients(tls) || !("authorized" in socket) || socket.authorized !== true) return false;
  // With TLS, as `authorized` shows. Older versions of Node.js set it for resumed sessions without a certificate, too,
  // such as those of connections that are older than this configuration.
  return (socket as TLSSocket).getPeerX509Certificate() !== undefined;
}

/** Whether certificates of clients are held against the authorities. */
export function verifiesClients({ clientAuth }: TlsConfig): boolean {
  return clientAuth === "verify-if-given" || clientAuth === "require-and-verify";
}

/** Kinds of names that are compared; an IP address in canonical form. */
const COMPARED = new Set(["DNS", "IP Address", "URI", "email"]);

/**
 * The names in a text such as `DNS:a.example, IP Address:127.0.0.1`, in which names with commas, quotes or control
 * characters are JSON strings. A text of any other form has no names: guessing could let a stranger in (CVE-2021-44532).
 */
export function subjectAltNames(text: string): readonly string[] {
  const names: string[] = [];
  const entry = /([\w ]+):("(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/y;
  while (entry.lastIndex < text.length) {
    const [, kind = "", value = ""] = entry.exec(text) ?? [];
    if (kind === "") return [];
    if (COMPARED.has(kind)) names.push(canonical(kind, value.startsWith('"') ? unquote(value) : value));
  }
  return names;
}

function canonical(kind: string, value: string): string {
  if (kind !== "IP Address" || !isIPv6(value)) return value;
  return new SocketAddress({ address: value, family: "ipv6" }).address;
}

function unquote(value: string): string {
  try {
    return String(JSON.parse(value));
  } catch {
    // Not a JSON string after all: it is compared as it stands, and so equals no name.
    return value;
  }
}
