import { defineCollector } from "./kit/define.ts";
import { namePair } from "./kit/name-pair.ts";
import { emitAddresses } from "./netdev/addresses.ts";
import { fileCounters } from "./netdev/file.ts";
import { netlinkCounters } from "./netdev/netlink.ts";
import { isRefused } from "./kit/refused.ts";
import { interfaceNames } from "./kernel/interface-names.ts";

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
  flags: {
    ...devices.flags,
    "collector.netdev.address-info": {
      type: "bool",
      default: false,
      help: "Show the addresses of the interfaces as well.",
    },
    "collector.netdev.enable-detailed-metrics": {
      type: "bool",
      default: false,
      help: "Show each counter of the kernel by itself instead of the sums of /proc/net/dev.",
    },
    "collector.netdev.netlink": {
      type: "bool",
      default: true,
      help: "Ask the kernel by netlink instead of reading /proc/net/dev.",
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
    const addressInfo = flags["collector.netdev.address-info"];
    const names = interfaceNames(host.native);
    let netlink = flags["collector.netdev.netlink"];
    let update = netlink ? netlinkCounters(host, options) : fileCounters(host, options);
    return (emit, scrape) => {
      try {
        update(emit, scrape);
      } catch (error) {
        if (!netlink || !isRefused(error)) throw error;
        context.log("warn", "netlink is refused, reading /proc/net/dev from now on");
        netlink = false;
        update = fileCounters(host, options);
        update(emit, scrape);
      }
      if (addressInfo) emitAddresses(emit, host.native, names(), options.ignored);
    };
  },
});
