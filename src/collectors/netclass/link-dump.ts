import { errnoOf } from "../errors.ts";
import type { Host } from "../host.ts";
import { requestAll } from "../netlink/dump.ts";
import { type Link, parseLink, plainLinkDumpRequest, RTM_NEWLINK } from "../netlink/link.ts";
import { attributeText } from "../netlink/link_alias.ts";
import { NETLINK_ROUTE } from "../netlink/message.ts";
import { Ethtool } from "../syscall/ethtool.ts";
import type { Interface } from "./interface.ts";
import { number } from "./sysfs.ts";

const IFF_UP = 0x1;
const IFF_DORMANT = 0x2_0000;

/** IF_OPER_ numbers in the words of sysfs (net/core/net-sysfs.c). */
export const OPERATIONAL_STATES = ["unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"];

/**
 * Gives the interfaces as sysfs would, from one rtnetlink dump and one ethtool call each instead of 22 files each.
 * What only sysfs has (how name and address came about, device number, raw flags) is read there.
 */
export class LinkDump {
  private readonly host: Host;
  private readonly ethtool: Ethtool;
  private readonly request = plainLinkDumpRequest();

  constructor(host: Host) {
    this.host = host;
    this.ethtool = new Ethtool(host.native);
  }

  /** All interfaces of this process's network namespace. */
  links(): readonly Link[] {
    this.ethtool.open();
    return requestAll(this.host.native, NETLINK_ROUTE, this.request, RTM_NEWLINK, parseLink);
  }

  /** The interface in the words of sysfs; undefined when it is gone from there. */
  describe(link: Link): Interface | undefined {
    const up = (link.flags & IFF_UP) !== 0;
    const directory = this.host.sys.directory(`class/net/${link.name}`);
    const flags = number(directory, "flags");
    if (flags === undefined) return undefined;
    const settings = up ? this.settings(link.name) : undefined;
    return {
      device: link.name,
      address: link.address,
      broadcast: link.broadcast,
      duplex: settings === undefined ? undefined : duplexText(settings.duplex),
      operstate: OPERATIONAL_STATES[link.operationalState ?? 0] ?? "unknown",
      ifalias: attributeText(link.alias),
      speed: settings?.speed,
      numbers: {
        addr_assign_type: number(directory, "addr_assign_type"),
        carrier: up ? link.carrier : undefined,
        carrier_changes: link.carrierChanges,
        carrier_up_count: link.carrierUpCount,
        carrier_down_count: link.carrierDownCount,
        dev_id: number(directory, "dev_id"),
        dormant: up ? Number((link.flags & IFF_DORMANT) !== 0) : undefined,
        // The dump shows flags as users set them, sysfs those in force: they differ in promiscuous mode.
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
  }

  /** Undefined where sysfs refuses the attributes: it asks the driver in the same way. */
  private settings(device: string): { readonly speed: number; readonly duplex: number } | undefined {
    try {
      return this.ethtool.linkSettings(device);
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      return undefined;
    }
  }
}

function duplexText(duplex: number): string {
  if (duplex === 0) return "half";
  return duplex === 1 ? "full" : "unknown";
}
