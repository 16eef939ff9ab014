import { defineCollector } from "./kit/define.ts";
import { namePair } from "./kit/name-pair.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { netlink, sysfs } from "./kit/sources.ts";
import { INTERFACE_FAMILIES } from "./netclass/interface.ts";
import { NETLINK_FAMILIES, NetlinkMode } from "./netclass/netlink-mode.ts";
import { SysfsMode } from "./netclass/sysfs-mode.ts";

const names = namePair({
  what: "interfaces",
  exclude: { flag: "collector.netclass.ignored-devices", default: "^$" },
  isAppliedEmpty: true,
});

export default defineCollector({
  name: "netclass",
  summary: "State and settings of the network interfaces from /sys/class/net.",
  enabledByDefault: true,
  families: [...INTERFACE_FAMILIES, ...NETLINK_FAMILIES],
  sources: [sysfs("class/net/**"), netlink("route"), netlink("generic")],
  flags: {
    ...names.flags,
    "collector.netclass.ignore-invalid-speed": {
      type: "bool",
      default: false,
      help: "Leave out negative speeds, which mean that the speed is unknown.",
    },
    "collector.netclass.netlink": {
      type: "bool",
      default: false,
      help: "Use netlink instead of sysfs.",
    },
    "collector.netclass_rtnl.with-stats": {
      type: "bool",
      default: false,
      help: "With netlink: also show the traffic counters, instead of the netdev collector.",
    },
  },
  create(context) {
    const { host, flags } = context;
    requireDirectory("path.sysfs", host.sys);
    const ignored = names.ignored(context);
    if (flags["collector.netclass.netlink"]) {
      const mode = new NetlinkMode(host, {
        ignored,
        withStatistics: flags["collector.netclass_rtnl.with-stats"],
        noLinkModes: () => context.log("info", "the kernel has no ethtool netlink family: no speed and duplex"),
      });
      return (emit) => mode.update(emit);
    }
    const ignoreInvalidSpeed = flags["collector.netclass.ignore-invalid-speed"];
    const mode = new SysfsMode(host, { ignored, ignoreInvalidSpeed, skip: context.skip });
    return (emit, scrape) => mode.update(emit, scrape);
  },
});
