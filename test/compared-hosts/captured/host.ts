import { join } from "node:path";
import { hostInFiles } from "../host-in-files.ts";

/** The captured host of this repository: files of a machine, and files of hardware that it lacks, written by hand. */
export const capturedHost = hostInFiles({
  name: "our captured host",
  directory: import.meta.dirname,
  parts: ["captured.json", "written.json"],
  switchedOn:
    "bcachefs buddyinfo cgroups cpu_vulnerabilities drbd drm interrupts kernel_hung ksmd lnstat meminfo_numa mountstats nvmesubsystem pcidevice processes qdisc slabinfo softirqs swap sysctl wifi xfrm zoneinfo".split(
      " ",
    ),
  flags: (root) => ({
    "collector.arp.netlink": false,
    "collector.bcache.priorityStats": true,
    "collector.cpu.info": true,
    "collector.cpu.info.bugs-include": ".*",
    "collector.cpu.info.flags-include": "^(aes|avx.*)$",
    "collector.diskstats.device-exclude": "^ram",
    "collector.netdev.netlink": false,
    "collector.netstat.fields": ".*",
    "collector.qdisc.fixtures": join(root, "qdisc"),
    "collector.stat.softirq": true,
    "collector.sysctl.include": ["fs.file-nr:total,current,max", "kernel.threads-max"],
    "collector.sysctl.include-info": ["kernel.seccomp.actions_avail"],
    "collector.textfile.directory": [join(root, "textfile")],
    "collector.vmstat.fields": ".*",
    "collector.wifi.fixtures": join(root, "wifi"),
  }),
});
