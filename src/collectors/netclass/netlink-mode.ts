import type { Emit } from "../kit/define.ts";
import { errnoOf } from "../kit/errors.ts";
import { gauge } from "../kit/family.ts";
import type { NameTest } from "../kit/filter.ts";
import type { Host } from "../kit/host.ts";
import { requestAll } from "../kernel/netlink/dump.ts";
import { resolveFamily } from "../kernel/netlink/generic-family.ts";
import { type Link, linkDumpRequest, parseLink, plainLinkDumpRequest, RTM_NEWLINK } from "../parsers/netlink/link.ts";
import { wholeText } from "../parsers/netlink/link_alias.ts";
import { COUNTERS } from "../parsers/netlink/counter_table.ts";
import { LinkCounters } from "../parsers/netlink/link_counters.ts";
import { type LinkModes, linkModesDumpRequest, parseLinkModes } from "../parsers/netlink/linkmodes.ts";
import { NETLINK_GENERIC, NETLINK_ROUTE, type NetlinkReceiver } from "../parsers/netlink/message.ts";
import { emitNumbers, emitSpeed, emitUp } from "./interface.ts";
import { OPERATIONAL_STATES } from "./link-dump.ts";
import { number } from "./sysfs.ts";

const info = gauge(
  "node_network_info",
  "Addresses and states of the interface; the value is always 1.",
  "device",
  "address",
  "broadcast",
  "duplex",
  "operstate",
  "ifalias",
);
const alternativeNames = gauge(
  "node_network_altnames_info",
  "An alternative name of the interface; the value is always 1.",
  "altname",
  "device",
);

/** Gauges, as in node_exporter, although they count. */
const STATISTICS = COUNTERS.map((name) => {
  const key = name.replace(/^rx_/, "receive_").replace(/^tx_/, "transmit_");
  return gauge(`node_network_${key}_total`, `Interface counter ${key.replaceAll("_", " ")}.`, "device");
});

export const NETLINK_FAMILIES = [alternativeNames, ...STATISTICS];

const OPERATIONAL_UP = 6;

interface NetlinkOptions {
  readonly ignored: NameTest;
  readonly withStatistics: boolean;
  /** Told once when the kernel cannot give speed and duplex. */
  noLinkModes(): void;
}

/** The interfaces as rtnetlink and the generic netlink family `ethtool` show them. */
export class NetlinkMode {
  private readonly host: Host;
  private readonly options: NetlinkOptions;
  private readonly request: Buffer;
  private readonly counters = new LinkCounters();
  private links: Link[] = [];
  private modesRequest: Buffer | undefined;
  private modesMissing = false;

  constructor(host: Host, options: NetlinkOptions) {
    this.host = host;
    this.options = options;
    this.request = options.withStatistics ? linkDumpRequest() : plainLinkDumpRequest();
  }

  update(emit: Emit): void {
    const modes = this.linkModes();
    this.host.native.netlink(NETLINK_ROUTE, this.request, this.receiver);
    for (const link of this.links)
      if (!this.options.ignored(link.name)) this.emitLink(emit, link, modes.get(link.index));
    if (this.options.withStatistics) this.emitStatistics(emit);
  }

  /** One dump fills both tables. */
  private readonly receiver: NetlinkReceiver = {
    begin: () => {
      this.links = [];
      this.counters.begin();
    },
    message: (type, bytes, start, end) => {
      if (type !== RTM_NEWLINK) return;
      this.links.push(parseLink(bytes, start, end));
      if (this.options.withStatistics) this.counters.message(type, bytes, start, end);
    },
  };

  private emitLink(emit: Emit, link: Link, modes: LinkModes | undefined): void {
    const device = link.name;
    const directory = this.host.sys.directory(`class/net/${device}`);
    emitUp(emit, link.operationalState === OPERATIONAL_UP ? 1 : 0, device);
    emit(info, 1, device, link.address, link.broadcast, duplexText(modes), stateText(link), wholeText(link.alias));
    for (const name of link.alternativeNames) emit(alternativeNames, 1, name, device);
    if (modes?.speed !== undefined) emitSpeed(emit, modes.speed, device);
    emitNumbers(emit, device, {
      addr_assign_type: number(directory, "addr_assign_type"),
      carrier: link.carrier,
      carrier_changes: link.carrierChanges,
      carrier_up_count: link.carrierUpCount,
      carrier_down_count: link.carrierDownCount,
      dev_id: number(directory, "dev_id"),
      // The original shows the link mode here, which dashboards may count on.
      dormant: link.linkMode ?? 0,
      flags: link.flags,
      ifindex: link.index,
      iflink: link.link !== undefined && link.link > 0 ? link.link : link.index,
      link_mode: link.linkMode ?? 0,
      mtu: link.mtu ?? 0,
      name_assign_type: number(directory, "name_assign_type"),
      netdev_group: link.group ?? 0,
      tx_queue_len: link.transmitQueueLength ?? 0,
      type: link.type,
    });
  }

  private emitStatistics(emit: Emit): void {
    const { counters } = this;
    for (let row = 0; row < counters.rows; row++) {
      const device = counters.name(row);
      if (this.options.ignored(device)) continue;
      for (const [column, family] of STATISTICS.entries()) emit(family, counters.value(row, column), device);
    }
  }

  /** Speed and duplex by interface index; none where the kernel has no such family (before Linux 5.6). */
  private linkModes(): ReadonlyMap<number, LinkModes> {
    if (this.modesMissing) return new Map();
    const { native } = this.host;
    try {
      this.modesRequest ??= linkModesDumpRequest(resolveFamily(native, "ethtool"));
    } catch (error) {
      if (errnoOf(error) !== "ENOENT") throw error;
      this.modesMissing = true;
      this.options.noLinkModes();
      return new Map();
    }
    const { modesRequest } = this;
    const all = requestAll(native, NETLINK_GENERIC, modesRequest, modesRequest.readUInt16LE(4), parseLinkModes);
    return new Map(all.map((modes) => [modes.interfaceIndex, modes]));
  }
}

function duplexText(modes: LinkModes | undefined): string {
  if (modes?.duplex === undefined) return "";
  if (modes.duplex === 0) return "Half";
  return modes.duplex === 1 ? "Full" : "Unknown";
}

function stateText({ operationalState }: Link): string {
  return OPERATIONAL_STATES[operationalState ?? 0] ?? "";
}
