import { hostInFiles } from "../host-in-files.ts";

/** A virtual machine with two NUMA nodes and many kinds of devices, captured by machine.sh. */
export const virtualMachine = hostInFiles({
  name: "the virtual machine",
  directory: import.meta.dirname,
  parts: ["captured.json", "written.json"],
  switchedOn:
    "buddyinfo cgroups cpu_vulnerabilities drbd interrupts kernel_hung ksmd lnstat meminfo_numa mountstats nvmesubsystem pcidevice processes slabinfo softirqs swap sysctl xfrm zoneinfo".split(
      " ",
    ),
  flags: () => ({
    "collector.arp.netlink": false,
    "collector.bcache.priorityStats": true,
    "collector.cpu.info": true,
    "collector.netdev.netlink": false,
    "collector.netstat.fields": ".*",
    "collector.stat.softirq": true,
    "collector.sysctl.include": ["fs.file-nr:total,current,max", "kernel.threads-max"],
    "collector.sysctl.include-info": ["kernel.seccomp.actions_avail"],
    "collector.vmstat.fields": ".*",
  }),
});
