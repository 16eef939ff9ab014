import { formatHexAddress } from "../ip-address.ts";

/** An IPv4 address (4 bytes) or IPv6 address (16 bytes) as text; IPv6 in the form of RFC 5952, mapped IPv4 as IPv4. */
export function formatIp(address: Buffer): string {
  return formatHexAddress(address.toString("hex")) ?? "";
}

/** An address with all bits behind the prefix cleared, and the prefix length. */
export function formatPrefix(address: Buffer, length: number): string {
  const masked = Buffer.from(address.map((byte, i) => byte & prefixByte(length - i * 8)));
  return `${formatIp(masked)}/${length}`;
}

/** What an address may reach. */
type AddressScope = "link-local" | "interface-local" | "global" | "";

/** Scope by RFC 4291 and RFC 5735; loopback counts as link-local, private addresses as global. */
export function addressScope(address: Uint8Array): AddressScope {
  const bytes = isMappedIpv4(address) ? address.subarray(12) : address;
  return bytes.length === 4 ? scope4(bytes) : scope6(bytes);
}

function scope4([a = 0, b = 0, c = 0, d = 0]: Uint8Array): AddressScope {
  if (a === 127 || (a === 169 && b === 254) || (a === 224 && b === 0 && c === 0)) return "link-local";
  if (a >= 224 && a < 240) return "";
  const all = a + b + c + d;
  return all === 0 || all === 4 * 255 ? "" : "global";
}

function scope6(bytes: Uint8Array): AddressScope {
  const [a = 0, b = 0] = bytes;
  if (a === 0xff) {
    const scope = b & 0x0f;
    if (scope === 1) return "interface-local";
    return scope === 2 ? "link-local" : "";
  }
  if (a === 0xfe && (b & 0xc0) === 0x80) return "link-local";
  const rest = bytes.subarray(0, 15).some((byte) => byte !== 0);
  if (rest) return "global";
  const last = bytes[15] ?? 0;
  if (last === 1) return "link-local";
  return last === 0 ? "" : "global";
}

function isMappedIpv4(address: Uint8Array): boolean {
  if (address.length !== 16 || address[10] !== 0xff || address[11] !== 0xff) return false;
  return address.subarray(0, 10).every((byte) => byte === 0);
}

/** The mask of one byte of which `bits` (any number) belong to the prefix. */
function prefixByte(bits: number): number {
  if (bits >= 8) return 0xff;
  return bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}
