import { formatHexAddress } from "../ip-address.ts";
import { Scanner } from "../scanner.ts";

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

/** First words of the three heading lines. */
const HEADINGS = new Set(["IP", "Prot"]);

/** Parses the services and indented backends of ip_vs_info_seq_show (net/netfilter/ipvs/ip_vs_ctl.c). */
export function parseIpVs(bytes: Buffer, path: string): readonly IpvsBackend[] {
  const scanner = new Scanner(bytes, path);
  const backends: IpvsBackend[] = [];
  let service = NONE;
  for (; !scanner.atEnd(); scanner.nextLine()) {
    const first = scanner.word();
    if (first === "" || HEADINGS.has(first)) continue;
    const second = scanner.word();
    if (second === "") throw scanner.error("nothing after the first word");
    if (first !== "->") service = parseService(scanner, first, second);
    else if (second !== "RemoteAddress:Port") backends.push(parseBackend(scanner, service, second));
  }
  return backends;
}

function parseService(scanner: Scanner, protocol: string, place: string): Service {
  if (protocol === "FWM") return { ...NONE, protocol, localMark: place };
  const { address, port } = parseEndpoint(scanner, place);
  return { protocol, localAddress: address, localPort: port, localMark: "" };
}

function parseBackend(scanner: Scanner, service: Service, place: string): IpvsBackend {
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

/** `C0A80016:0CEA` or `[2620:0000:…:0001]:0050`: hexadecimal figures in network order. */
function parseEndpoint(scanner: Scanner, text: string): { readonly address: string; readonly port: number } {
  const [, four, six, port = ""] = /^(?:([0-9A-F]{8})|\[([0-9a-f:]{39})\]):([0-9A-F]{4})$/i.exec(text) ?? [];
  const address = formatHexAddress(four ?? six?.replaceAll(":", "") ?? "");
  if (address === undefined) throw scanner.error(`${JSON.stringify(text)} is not an address with a port`);
  return { address, port: Number.parseInt(port, 16) };
}
