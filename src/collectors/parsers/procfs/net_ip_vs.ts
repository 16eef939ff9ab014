import { formatHexAddress } from "../ip-address.ts";
import { Scanner } from "../scanner.ts";
import { allOrNone, readLines, type Skip } from "../skip.ts";

/** One real server of a virtual service. */
export interface IpvsBackend {
  /** `TCP`, `UDP`, `SCTP`; `FWM` for a service known by a firewall mark. */
  readonly protocol: string;
  /** Empty for a firewall mark. */
  readonly localAddress: string;
  /** 0 for a firewall mark. */
  readonly localPort: number;
  /** Hexadecimal as in the file; empty for an address. */
  readonly localMark: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly weight: number;
  readonly activeConnections: number;
  readonly inactiveConnections: number;
}

type Service = Pick<IpvsBackend, "protocol" | "localAddress" | "localPort" | "localMark">;

const NONE: Service = { protocol: "", localAddress: "", localPort: 0, localMark: "" };

const PROTOCOLS: ReadonlySet<string> = new Set(["TCP", "UDP", "SCTP", "FWM"]);

/** `C0A80016:0CEA` or `[2620:0000:…:0001]:0050`: hexadecimal digits in network order. */
const ENDPOINT = /^(?:([0-9A-F]{8})|\[([0-9a-f:]{39})\]):([0-9A-F]{4})$/i;

/** First words of the three heading lines. */
const HEADINGS = new Set(["IP", "Prot"]);

/** Parses the services and indented backends of ip_vs_info_seq_show (net/netfilter/ipvs/ip_vs_ctl.c). */
export function parseIpVs(bytes: Buffer, path: string, skip: Skip = allOrNone): readonly IpvsBackend[] {
  const scanner = new Scanner(bytes, path);
  const backends: IpvsBackend[] = [];
  let service: Service | undefined;
  readLines(scanner, skip, () => {
    const first = scanner.word();
    if (HEADINGS.has(first)) return false;
    const second = scanner.word();
    if (second === "RemoteAddress:Port") return false;
    if (first !== "->") {
      // A line that looks like no service at all does not end the one before.
      if (PROTOCOLS.has(first) || ENDPOINT.test(second)) service = undefined;
      service = parseService(scanner, first, second);
    } else backends.push(parseBackend(scanner, service, second));
    return true;
  });
  return backends;
}

function parseService(scanner: Scanner, protocol: string, place: string): Service {
  if (!PROTOCOLS.has(protocol)) throw scanner.error("an unknown protocol");
  if (protocol !== "FWM") {
    const { address, port } = parseEndpoint(scanner, place);
    return { protocol, localAddress: address, localPort: port, localMark: "" };
  }
  if (!/^[0-9A-F]{8}$/i.test(place)) throw scanner.error("no firewall mark");
  return { ...NONE, protocol, localMark: place };
}

function parseBackend(scanner: Scanner, service: Service | undefined, place: string): IpvsBackend {
  if (service === undefined) throw scanner.error("a backend of a service that cannot be read");
  const { address, port } = parseEndpoint(scanner, place);
  scanner.skipWord();
  return {
    ...service,
    remoteAddress: address,
    remotePort: port,
    weight: scanner.uint(),
    activeConnections: scanner.uint(),
    inactiveConnections: scanner.uint(),
  };
}

function parseEndpoint(scanner: Scanner, text: string): { readonly address: string; readonly port: number } {
  const [, four, six, port = ""] = ENDPOINT.exec(text) ?? [];
  const address = formatHexAddress(four ?? six?.replaceAll(":", "") ?? "");
  if (address === undefined) throw scanner.error(`${JSON.stringify(text)} is not an address with a port`);
  return { address, port: Number.parseInt(port, 16) };
}
