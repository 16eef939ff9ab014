import { defineCollector } from "./kit/define.ts";
import { hasErrno, REFUSED } from "./kit/errnos.ts";
import { namePair } from "./kit/name-pair.ts";
import { addressInfo, emitAddresses } from "./netdev/addresses.ts";
import { fileCounters } from "./netdev/file.ts";
import { netlinkCounters } from "./netdev/netlink.ts";
import { interfaceNames } from "./kernel/interface-names.ts";
import { netlink, procfs, sysfs, systemCall } from "./kit/sources.ts";

const devices = namePair({
  what: "interfaces",
  include: { flag: "collector.netdev.device-include", old: "collector.netdev.device-whitelist" },
  exclude: { flag: "collector.netdev.device-exclude", old: "collector.netdev.device-blacklist" },
  isExclusive: true,
});

export default defineCollector({
  name: "netdev",
  summary: "Traffic and error counters of the network interfaces, from netlink or /proc/net/dev.",
  enabledByDefault: true,
  families: [addressInfo, "node_network_*_total"],
  sources: [
    netlink("route"),
    procfs("net/dev", "node_network_*_total"),
    sysfs("class/net/*/ifalias", "node_network_*_total"),
    systemCall("ioctl(SIOCGIFNAME)", addressInfo),
  ],
  flags: {
    ...devices.flags,
    "collector.netdev.address-info": {
      type: "bool",
      default: false,
      help: "Also show the addresses of the interfaces.",
    },
    "collector.netdev.enable-detailed-metrics": {
      type: "bool",
      default: false,
      help: "Show every counter of the kernel instead of the sums of /proc/net/dev.",
    },
    "collector.netdev.netlink": {
      type: "bool",
      default: true,
      help: "Use netlink instead of /proc/net/dev.",
    },
    "collector.netdev.label-ifalias": {
      type: "bool",
      default: false,
      help: "Add the interface's alias as a label.",
    },
  },
  create(context) {
    const { host, flags } = context;
    const options = {
      detailed: flags["collector.netdev.enable-detailed-metrics"],
      withAlias: flags["collector.netdev.label-ifalias"],
      ignored: devices.ignored(context),
    };
    const withAddresses = flags["collector.netdev.address-info"];
    const names = interfaceNames(host.native);
    let netlink = flags["collector.netdev.netlink"];
    let update = netlink ? netlinkCounters(host, options) : fileCounters(host, options);
    return (emit, scrape) => {
      try {
        update(emit, scrape);
      } catch (error) {
        if (!netlink || !hasErrno(error, REFUSED)) throw error;
        context.log("warn", "netlink is refused, reading /proc/net/dev from now on");
        netlink = false;
        update = fileCounters(host, options);
        update(emit, scrape);
      }
      if (withAddresses) emitAddresses(emit, host.native, names(), options.ignored);
    };
  },
});
