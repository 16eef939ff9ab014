import { errnoOf } from "../kit/errors.ts";
import type { Host, Tree } from "../kit/host.ts";
import { requestAll } from "../kernel/netlink/dump.ts";
import { resolveFamily } from "../kernel/netlink/generic-family.ts";
import type { Link } from "../parsers/netlink/link.ts";
import { type LinkModes, linkModesDumpRequest, parseLinkModes } from "../parsers/netlink/linkmodes.ts";
import { NETLINK_GENERIC } from "../parsers/netlink/message.ts";
import { Ethtool } from "../kernel/ethtool.ts";
import { number, text } from "./sysfs.ts";

const ARPHRD_LOOPBACK = 772;
const IFF_UP = 0x1;

/** Some driver refuses for good what the dump asks of all, or devices come and go without a pause. */
const MAX_FAILURES = 8;

/** What sysfs reports about a link; undefined where it refuses to. */
export interface Speed {
  /** Mb/s; negative when unknown. */
  readonly speed: number | undefined;
  readonly duplex: string | undefined;
}

const NONE: Speed = { speed: undefined, duplex: undefined };

/**
 * Speed and duplex as the drivers report them, by one request for all where possible.
 * ethtool wakes hardware that sleeps (Linux 5.15), which reading sysfs does not: what has no carrier is asked there.
 */
export class LinkSpeeds {
  private readonly host: Host;
  private readonly ethtool: Ethtool;
  private request: Buffer | undefined;
  private failures = 0;
  private modes: ReadonlyMap<number, LinkModes> | undefined;

  constructor(host: Host) {
    this.host = host;
    this.ethtool = new Ethtool(host.native);
  }

  /** Starts a scrape; throws where a sandbox refuses what is needed. */
  begin(links: readonly Link[]): void {
    this.ethtool.open();
    this.modes = links.some(maySleep) || !links.some(mayHaveSpeed) ? undefined : this.dump();
  }

  of(link: Link): Speed {
    if (!mayHaveSpeed(link)) return NONE;
    if (this.modes !== undefined) return fromModes(this.modes.get(link.index));
    return maySleep(link) ? fromSysfs(this.host.sys, link.name) : this.ask(link.name);
  }

  private dump(): ReadonlyMap<number, LinkModes> | undefined {
    if (this.failures >= MAX_FAILURES) return undefined;
    const { native } = this.host;
    try {
      const request = (this.request ??= linkModesDumpRequest(resolveFamily(native, "ethtool")));
      const all = requestAll(native, NETLINK_GENERIC, request, request.readUInt16LE(4), parseLinkModes);
      this.failures = 0;
      return new Map(all.map((modes) => [modes.interfaceIndex, modes]));
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      // Before Linux 5.6 there is no such family.
      this.failures = this.request === undefined ? MAX_FAILURES : this.failures + 1;
      return undefined;
    }
  }

  private ask(device: string): Speed {
    try {
      const { speed, duplex } = this.ethtool.linkSettings(device);
      return { speed, duplex: duplexText(duplex) };
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      return NONE;
    }
  }
}

/** sysfs refuses while the interface is down, and the loopback's driver knows neither. */
function mayHaveSpeed({ type, flags }: Link): boolean {
  return type !== ARPHRD_LOOPBACK && (flags & IFF_UP) !== 0;
}

/** Hardware without a link, or that may be hardware. */
function maySleep({ type, kind, parentDevice, carrier }: Link): boolean {
  return type !== ARPHRD_LOOPBACK && carrier !== 1 && (kind === undefined || parentDevice !== undefined);
}

/** Interfaces whose driver knows neither are not in the dump. */
function fromModes(modes: LinkModes | undefined): Speed {
  if (modes?.speed === undefined || modes.duplex === undefined) return NONE;
  return { speed: modes.speed | 0, duplex: duplexText(modes.duplex) };
}

function fromSysfs(sys: Tree, device: string): Speed {
  const directory = sys.directory(`class/net/${device}`);
  return { speed: number(directory, "speed"), duplex: text(directory, "duplex") };
}

function duplexText(duplex: number): string {
  if (duplex === 0) return "half";
  return duplex === 1 ? "full" : "unknown";
}
