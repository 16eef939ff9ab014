import type { Scrape } from "../kit/define.ts";
import type { Host } from "../kit/host.ts";
import type { Link } from "../parsers/netlink/link.ts";
import { attributeText } from "../parsers/netlink/link_alias.ts";
import { LinkEvents } from "../kernel/netlink/link-events.ts";
import { type SharedLinks, sharedLinks } from "../kernel/netlink/shared-links.ts";
import type { Interface } from "./interface.ts";
import { LinkSpeeds, type Speed } from "./link-speed.ts";
import { number } from "./sysfs.ts";

const IFF_UP = 0x1;
const IFF_PROMISC = 0x100;
const IFF_ALLMULTI = 0x200;
const IFF_DORMANT = 0x2_0000;
/** Flags that the dump shows in another way than sysfs: as users asked for them, or made up from the state. */
const TRANSLATED = IFF_PROMISC | IFF_ALLMULTI | 0x40 /* RUNNING */ | 0x1_0000 /* LOWER_UP */ | IFF_DORMANT;

/** IF_OPER_ numbers in the words of sysfs (net/core/net-sysfs.c). */
export const OPERATIONAL_STATES = ["unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"];

interface Known {
  readonly link: Link;
  readonly revision: number;
  /** The flags follow from the link and are not read. */
  readonly flagsFollow: boolean;
  one: Interface;
}

/**
 * Gives the interfaces as sysfs would, from one rtnetlink dump and one of ethtool instead of 22 files each.
 * What only sysfs has (how name and address came about, device number) is read there, again whenever the link is not
 * what it was or the kernel has announced a change: without one of both, none of it changes.
 */
export class LinkDump {
  private readonly host: Host;
  private readonly shared: SharedLinks;
  private readonly events: LinkEvents;
  private readonly speeds: LinkSpeeds;
  private readonly known = new Map<number, Known>();

  constructor(host: Host) {
    this.host = host;
    this.shared = sharedLinks(host.native);
    this.events = new LinkEvents(host.native);
    this.speeds = new LinkSpeeds(host);
  }

  /** All interfaces of this process's network namespace. */
  links(scrape: Scrape): readonly Link[] {
    this.events.drain();
    const links = this.shared.read(scrape);
    this.speeds.begin(links);
    if (this.known.size > links.length) this.forgetOthers(links);
    return links;
  }

  /** The interface in the words of sysfs; undefined when it is gone from there. */
  describe(link: Link): Interface | undefined {
    let known = this.known.get(link.index);
    const revision = this.events.revision(link.index);
    if (known === undefined || known.link !== link || known.revision !== revision) {
      known = this.learn(link, revision);
      if (known === undefined) return undefined;
      this.known.set(link.index, known);
    } else if (!known.flagsFollow) {
      const flags = number(this.host.sys.directory(path(link)), "flags");
      known.one = { ...known.one, numbers: { ...known.one.numbers, flags } };
    }
    const { one } = known;
    const { speed, duplex } = this.speeds.of(link);
    if (speed !== one.speed || duplex !== one.duplex) known.one = { ...one, speed, duplex };
    return known.one;
  }

  private learn(link: Link, revision: number): Known | undefined {
    const directory = this.host.sys.directory(path(link));
    const flags = number(directory, "flags");
    // Another interface may have taken the name meanwhile.
    if (flags === undefined || number(directory, "ifindex") !== link.index) {
      this.known.delete(link.index);
      return undefined;
    }
    const up = (link.flags & IFF_UP) !== 0;
    const one = {
      device: link.name,
      address: link.address,
      broadcast: link.broadcast,
      ...NO_SPEED,
      operstate: OPERATIONAL_STATES[link.operationalState ?? 0] ?? "unknown",
      ifalias: attributeText(link.alias),
      numbers: {
        addr_assign_type: number(directory, "addr_assign_type"),
        carrier: up ? link.carrier : undefined,
        carrier_changes: link.carrierChanges,
        carrier_up_count: link.carrierUpCount,
        carrier_down_count: link.carrierDownCount,
        dev_id: number(directory, "dev_id"),
        dormant: up ? Number((link.flags & IFF_DORMANT) !== 0) : undefined,
        flags,
        ifindex: link.index,
        iflink: link.link ?? link.index,
        link_mode: link.linkMode,
        mtu: link.mtu,
        name_assign_type: number(directory, "name_assign_type"),
        netdev_group: link.group,
        tx_queue_len: link.transmitQueueLength,
        type: link.type,
      },
    };
    return { link, revision, flagsFollow: flags === flagsInForce(link), one };
  }

  private forgetOthers(links: readonly Link[]): void {
    const present = new Set(links.map(({ index }) => index));
    for (const index of this.known.keys()) if (!present.has(index)) this.known.delete(index);
  }
}

const NO_SPEED: Speed = { speed: undefined, duplex: undefined };

function path({ name }: Link): string {
  return `class/net/${name}`;
}

/**
 * The flags as sysfs shows them. They differ from those of the dump (dev_get_flags in net/core/dev.c) in what the
 * kernel itself has asked for, which the counts show. Undefined before Linux 6.0, which reports only one of them.
 */
function flagsInForce({ flags, promiscuity, allMulticast }: Link): number | undefined {
  if (promiscuity === undefined || allMulticast === undefined) return undefined;
  return (flags & ~TRANSLATED) | (promiscuity > 0 ? IFF_PROMISC : 0) | (allMulticast > 0 ? IFF_ALLMULTI : 0);
}
