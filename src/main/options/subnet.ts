import { isIP } from "node:net";
import { UsageError } from "./usage-error.ts";

/** A network of clients; a single address has the full prefix. */
export interface Subnet {
  readonly family: "ipv4" | "ipv6";
  readonly address: string;
  readonly prefix: number;
}

/** `10.0.0.0/8`, `fd00::/8` or a single address; throws UsageError for anything else. */
export function parseSubnet(text: string): Subnet {
  const [address = "", prefix, ...rest] = text.split("/");
  const version = address.includes("%") ? 0 : isIP(address);
  if (version === 0 || rest.length > 0) throw bad(text, "is not a network such as 10.0.0.0/8 or fd00::/8");
  const bits = version === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (!(length <= bits)) throw bad(text, `must have a prefix length from 0 to ${bits}`);
  return { family: version === 4 ? "ipv4" : "ipv6", address, prefix: length };
}

function bad(text: string, problem: string): UsageError {
  return new UsageError(`--web.allow-cidr: "${text}" ${problem}`);
}
