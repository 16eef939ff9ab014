import { hostname } from "node:os";

const MAC = /\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi;
const IPV4 = /\b(?:\d{1,3}\.){3}\d{1,3}\b/g;
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

/** An address with port in /proc/net/udp and udp6: bytes in hexadecimal, in the order of the machine. */
const SOCKET = /\b(?:[0-9A-F]{32}|[0-9A-F]{8}):(?=[0-9A-F]{4}\b)/g;

/** Attributes that name one piece of hardware. */
const SERIAL = /(?:serial|asset_tag|product_uuid|machine_id)$/;

/** Replaces what names a machine, its user or its neighbours by made-up texts, the same for the same text. */
export class Cleaner {
  private readonly replaced = new Map<string, string>();
  private readonly host = new RegExp(String.raw`\b${hostname()}\b`, "g");

  /** `path` says what kind of file the text is of. */
  clean(text: string, path = ""): string {
    if (SERIAL.test(path)) return text.trim() === "" ? text : "0001\n";
    const sockets = /\/net\/udp6?$/.test(path) ? text.replaceAll(SOCKET, (address) => this.socket(address)) : text;
    return sockets
      .replaceAll(this.host, "host")
      .replaceAll(UUID, (uuid) => this.replace(uuid, (n) => `00000000-0000-4000-8000-${hex(n, 12)}`))
      .replaceAll(MAC, (mac) => (isPlain(mac) ? mac : this.replace(mac, (n) => `02:00:00:00:00:${hex(n, 2)}`)))
      .replaceAll(IPV4, (address) => (isLocal(address) ? address : this.replace(address, (n) => `192.0.2.${n}`)));
  }

  private socket(address: string): string {
    const bytes = address.slice(0, -1);
    return /^0*$/.test(bytes) ? address : `${this.replace(bytes, (n) => hex(n, bytes.length).toUpperCase())}:`;
  }

  private replace(text: string, madeUp: (number: number) => string): string {
    const known = this.replaced.get(text) ?? madeUp(this.replaced.size + 1);
    this.replaced.set(text, known);
    return known;
  }
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, "0");
}

/** No address, or that of all. */
function isPlain(mac: string): boolean {
  return /^(?:00:){5}00$|^(?:ff:){5}ff$/i.test(mac);
}

function isLocal(address: string): boolean {
  return /^(?:0|127|255)\./.test(address);
}
