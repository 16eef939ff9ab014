// Written by npm run generate.
import type { CollectorMetadata } from "../kit/define.ts";

/** Every collector, by name; the main thread reads this instead of loading the collectors. */
export const catalog: readonly CollectorMetadata[] = [
  {
    name: "arp",
    summary: "IPv4 neighbour entries by interface, from netlink or /proc/net/arp.",
    enabledByDefault: true,
    flags: {
      "collector.arp.device-include": {
        type: "string",
        default: "",
        help: "Regular expression of interfaces to show.",
      },
      "collector.arp.device-exclude": {
        type: "string",
        default: "",
        help: "Regular expression of interfaces to leave out.",
      },
      "collector.arp.netlink": {
        type: "bool",
        default: true,
        help: "Use netlink instead of /proc/net/arp.",
      },
    },
  },
  {
    name: "bcache",
    summary: "Block cache statistics from /sys/fs/bcache.",
    enabledByDefault: true,
    flags: {
      "collector.bcache.priorityStats": {
        type: "bool",
        default: false,
        help: "Show how the buckets of cache devices are used; reading this is expensive.",
      },
    },
  },
  {
    name: "bcachefs",
    summary: "Bcachefs file system statistics from /sys/fs/bcachefs.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "bonding",
    summary: "Bonding interfaces and the state of their slaves from sysfs.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "btrfs",
    summary: "Btrfs file system and device statistics from /sys/fs/btrfs and the mounted file systems.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "buddyinfo",
    summary: "Fragmentation of free memory from /proc/buddyinfo.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "cgroups",
    summary: "Number of control groups from /proc/cgroups.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "conntrack",
    summary: "Connection tracking statistics from /proc/net/stat/nf_conntrack and /proc/sys/net/netfilter.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "cpu",
    summary: "CPU time by mode, throttling and CPU details from /proc/stat, /proc/cpuinfo and sysfs.",
    enabledByDefault: true,
    runsFirst: true,
    stateBytes: 720904,
    flags: {
      "collector.cpu.guest": {
        type: "bool",
        default: true,
        help: "Show the time spent running virtual machines.",
      },
      "collector.cpu.info": {
        type: "bool",
        default: false,
        help: "Show vendor, model and clock rate of every CPU.",
      },
      "collector.cpu.info.flags-include": {
        type: "string",
        default: "",
        help: "Regular expression of CPU flags to show; enables collector.cpu.info.",
      },
      "collector.cpu.info.bugs-include": {
        type: "string",
        default: "",
        help: "Regular expression of CPU bugs to show; enables collector.cpu.info.",
      },
    },
  },
  {
    name: "cpu_vulnerabilities",
    summary: "CPU vulnerabilities and their mitigations from sysfs.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "cpufreq",
    summary: "CPU clock rates and frequency governors from /sys/devices/system/cpu.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "diskstats",
    summary: "Disk I/O statistics from /proc/diskstats, with device properties from udev.",
    enabledByDefault: true,
    flags: {
      "collector.diskstats.device-include": {
        type: "string",
        default: "",
        help: "Regular expression of devices to show. Cannot be combined with --collector.diskstats.device-exclude.",
      },
      "collector.diskstats.device-exclude": {
        type: "string",
        default: "^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$",
        help: "Regular expression of devices to leave out. Cannot be combined with --collector.diskstats.device-include.",
      },
      "collector.diskstats.ignored-devices": {
        type: "string",
        default: "",
        help: "Old name of --collector.diskstats.device-exclude.",
        hidden: true,
      },
    },
  },
  {
    name: "dmi",
    summary: "Machine, board and firmware identity from /sys/class/dmi.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "dmmultipath",
    summary: "Device mapper multipath devices and their paths from /sys/block.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "drbd",
    summary: "Replicated block devices of DRBD 8 from /proc/drbd.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "drm",
    summary: "AMD graphics cards from /sys/class/drm.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "edac",
    summary: "Memory error counts from /sys/devices/system/edac.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "entropy",
    summary: "Entropy of the random number generator from /proc/sys/kernel/random.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "ethtool",
    summary: "Driver statistics, link modes and drivers of the network interfaces, by ioctl.",
    enabledByDefault: false,
    flags: {
      "collector.ethtool.device-include": {
        type: "string",
        default: "",
        help: "Regular expression of interfaces to show.",
      },
      "collector.ethtool.device-exclude": {
        type: "string",
        default: "",
        help: "Regular expression of interfaces to leave out.",
      },
      "collector.ethtool.metrics-include": {
        type: "string",
        default: ".*",
        help: "Regular expression of the driver statistics to show.",
      },
    },
  },
  {
    name: "fibrechannel",
    summary: "Fibre Channel host statistics from /sys/class/fc_host.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "filefd",
    summary: "File handles in use from /proc/sys/fs/file-nr.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "filesystem",
    summary: "Size and free space of mounted file systems, by statfs.",
    enabledByDefault: true,
    flags: {
      "collector.filesystem.mount-points-include": {
        type: "string",
        default: "",
        help: "Regular expression of mount points to show. Cannot be combined with --collector.filesystem.mount-points-exclude.",
      },
      "collector.filesystem.mount-points-exclude": {
        type: "string",
        default: "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)",
        help: "Regular expression of mount points to leave out. Cannot be combined with --collector.filesystem.mount-points-include.",
      },
      "collector.filesystem.ignored-mount-points": {
        type: "string",
        default: "",
        help: "Old name of --collector.filesystem.mount-points-exclude.",
        hidden: true,
      },
      "collector.filesystem.fs-types-include": {
        type: "string",
        default: "",
        help: "Regular expression of file system types to show. Cannot be combined with --collector.filesystem.fs-types-exclude.",
      },
      "collector.filesystem.fs-types-exclude": {
        type: "string",
        default:
          "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$",
        help: "Regular expression of file system types to leave out. Cannot be combined with --collector.filesystem.fs-types-include.",
      },
      "collector.filesystem.ignored-fs-types": {
        type: "string",
        default: "",
        help: "Old name of --collector.filesystem.fs-types-exclude.",
        hidden: true,
      },
      "collector.filesystem.mount-timeout": {
        type: "duration",
        default: "5s",
        help: "How long a scrape waits for a mount that does not respond.",
        hidden: true,
      },
      "collector.filesystem.stat-workers": {
        type: "int",
        default: 4,
        help: "Accepted for compatibility; has no effect.",
        hidden: true,
      },
    },
  },
  {
    name: "hwmon",
    summary: "Temperatures, fans, voltages and other sensors from /sys/class/hwmon.",
    enabledByDefault: true,
    flags: {
      "collector.hwmon.chip-include": {
        type: "string",
        default: "",
        help: "Regular expression of chips to show.",
      },
      "collector.hwmon.chip-exclude": {
        type: "string",
        default: "",
        help: "Regular expression of chips to leave out.",
      },
      "collector.hwmon.sensor-include": {
        type: "string",
        default: "",
        help: "Regular expression of sensors (as `chip;sensor`) to show.",
      },
      "collector.hwmon.sensor-exclude": {
        type: "string",
        default: "",
        help: "Regular expression of sensors (as `chip;sensor`) to leave out.",
      },
    },
  },
  {
    name: "infiniband",
    summary: "InfiniBand port statistics from /sys/class/infiniband.",
    enabledByDefault: true,
    flags: {
      "collector.infiniband.device-include": {
        type: "string",
        default: "",
        help: "Regular expression of InfiniBand devices to show.",
      },
      "collector.infiniband.device-exclude": {
        type: "string",
        default: "",
        help: "Regular expression of InfiniBand devices to leave out.",
      },
    },
  },
  {
    name: "interrupts",
    summary: "Interrupts by CPU and source from /proc/interrupts.",
    enabledByDefault: false,
    flags: {
      "collector.interrupts.name-include": {
        type: "string",
        default: "",
        help: "Regular expression of interrupts (as `type;info;devices`) to show.",
      },
      "collector.interrupts.name-exclude": {
        type: "string",
        default: "",
        help: "Regular expression of interrupts (as `type;info;devices`) to leave out.",
      },
      "collector.interrupts.include-zeros": {
        type: "bool",
        default: true,
        help: "Also show interrupts that a CPU has never received.",
      },
    },
  },
  {
    name: "ipvs",
    summary: "Virtual server connections and backends from /proc/net/ip_vs.",
    enabledByDefault: true,
    flags: {
      "collector.ipvs.backend-labels": {
        type: "string",
        default: "local_address,local_port,remote_address,remote_port,proto,local_mark",
        help: "Comma-separated labels of the backend metrics; backends that differ only in other labels are added up.",
      },
    },
  },
  {
    name: "kernel_hung",
    summary: "Hung tasks from /proc/sys/kernel/hung_task_detect_count (Linux 6.13).",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "ksmd",
    summary: "Merging of identical memory pages from /sys/kernel/mm/ksm.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "lnstat",
    summary: "Counters of network subsystems from /proc/net/stat.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "loadavg",
    summary: "Load averages from /proc/loadavg.",
    enabledByDefault: true,
    runsFirst: true,
    flags: {},
  },
  {
    name: "logind",
    summary: "Sessions of systemd-logind, from the system bus.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "mdadm",
    summary: "Software RAID arrays from /proc/mdstat and /sys/block.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "meminfo",
    summary: "Memory use from /proc/meminfo.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "meminfo_numa",
    summary: "Memory of every NUMA node from sysfs.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "mountstats",
    summary: "NFS client statistics of the exporter's own mounts from /proc/self/mountstats.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "netclass",
    summary: "State and settings of the network interfaces from /sys/class/net.",
    enabledByDefault: true,
    flags: {
      "collector.netclass.ignored-devices": {
        type: "string",
        default: "^$",
        help: "Regular expression of interfaces to leave out.",
      },
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
  },
  {
    name: "netdev",
    summary: "Traffic and error counters of the network interfaces, from netlink or /proc/net/dev.",
    enabledByDefault: true,
    flags: {
      "collector.netdev.device-include": {
        type: "string",
        default: "",
        help: "Regular expression of interfaces to show. Cannot be combined with --collector.netdev.device-exclude.",
      },
      "collector.netdev.device-whitelist": {
        type: "string",
        default: "",
        help: "Old name of --collector.netdev.device-include.",
        hidden: true,
      },
      "collector.netdev.device-exclude": {
        type: "string",
        default: "",
        help: "Regular expression of interfaces to leave out. Cannot be combined with --collector.netdev.device-include.",
      },
      "collector.netdev.device-blacklist": {
        type: "string",
        default: "",
        help: "Old name of --collector.netdev.device-exclude.",
        hidden: true,
      },
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
  },
  {
    name: "netstat",
    summary: "Protocol counters from /proc/net/netstat, /proc/net/snmp and /proc/net/snmp6.",
    enabledByDefault: true,
    flags: {
      "collector.netstat.fields": {
        type: "string",
        default:
          "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$",
        help: "Regular expression of the counters to show, named protocol_field.",
      },
    },
  },
  {
    name: "network_route",
    summary: "Unicast routes of all tables, from netlink.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "nfs",
    summary: "NFS client statistics from /proc/net/rpc/nfs.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "nfsd",
    summary: "NFS server statistics from /proc/net/rpc/nfsd.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "ntp",
    summary: "Clock of the local NTP server compared with this host's.",
    enabledByDefault: false,
    deprecated: "as in node_exporter; the timex collector has the state of the kernel clock",
    flags: {
      "collector.ntp.server": {
        type: "string",
        default: "127.0.0.1",
        help: "Address of the NTP server.",
      },
      "collector.ntp.server-port": {
        type: "int",
        default: 123,
        help: "UDP port of the NTP server.",
      },
      "collector.ntp.protocol-version": {
        type: "int",
        default: 4,
        help: "Version of the protocol, 2 to 4.",
      },
      "collector.ntp.server-is-local": {
        type: "bool",
        default: false,
        help: "Treat the server as local even without a loopback address.",
      },
      "collector.ntp.ip-ttl": {
        type: "int",
        default: 1,
        help: "Time to live of the packets; 0 for the system's default.",
      },
      "collector.ntp.max-distance": {
        type: "duration",
        default: "3.46608s",
        help: "Maximum distance to the reference clock for the server to count as good.",
      },
      "collector.ntp.local-offset-tolerance": {
        type: "duration",
        default: "1ms",
        help: "Maximum offset between the server's clock and this host's.",
      },
    },
  },
  {
    name: "nvme",
    summary: "NVMe controllers and namespaces from /sys/class/nvme.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "nvmesubsystem",
    summary: "Paths of NVMe subsystems from /sys/class/nvme-subsystem.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "os",
    summary: "Name and version of the operating system from os-release.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "pcidevice",
    summary: "PCI devices, their links and power states from /sys/bus/pci/devices.",
    enabledByDefault: false,
    flags: {
      "collector.pcidevice.idsfile": {
        type: "string",
        default: "",
        help: "File with the names of PCI devices; default: the usual locations.",
      },
      "collector.pcidevice.names": {
        type: "bool",
        default: false,
        help: "Show the names of vendor, device, subsystem and class as labels.",
      },
    },
  },
  {
    name: "perf",
    summary: "Performance counters of the processors and the kernel.",
    enabledByDefault: false,
    flags: {
      "collector.perf.cpus": {
        type: "string",
        default: "",
        help: "CPUs to count on, such as 0,2-6 or 2-10:4; all when empty.",
      },
      "collector.perf.tracepoint": {
        type: "strings",
        default: [],
        help: "Tracepoint to count, as subsystem:event.",
      },
      "collector.perf.disable-hardware-profilers": {
        type: "bool",
        default: false,
        help: "Do not count hardware events.",
      },
      "collector.perf.hardware-profilers": {
        type: "strings",
        default: [],
        help: "Hardware event to count; default: all. One of CpuCycles, CpuInstr, CacheRef, CacheMisses, BranchInstr, BranchMisses, StalledCyclesFrontend, StalledCyclesBackend, RefCpuCycles.",
      },
      "collector.perf.disable-software-profilers": {
        type: "bool",
        default: false,
        help: "Do not count software events.",
      },
      "collector.perf.software-profilers": {
        type: "strings",
        default: [],
        help: "Software event to count; default: all. One of PageFault, ContextSwitch, CpuMigration, MinorFault, MajorFault.",
      },
      "collector.perf.disable-cache-profilers": {
        type: "bool",
        default: false,
        help: "Do not count cache events.",
      },
      "collector.perf.cache-profilers": {
        type: "strings",
        default: [],
        help: "Cache event to count; default: all. One of L1DataReadHit, L1DataReadMiss, L1DataWriteHit, L1InstrReadMiss, LLReadHit, LLReadMiss, LLWriteHit, LLWriteMiss, InstrTLBReadHit, InstrTLBReadMiss, BPUReadHit, BPUReadMiss, DataTLBReadHit, DataTLBReadMiss, DataTLBWriteHit, DataTLBWriteMiss.",
      },
    },
  },
  {
    name: "powersupplyclass",
    summary: "Batteries and mains adapters from /sys/class/power_supply.",
    enabledByDefault: true,
    flags: {
      "collector.powersupply.ignored-supplies": {
        type: "string",
        default: "^$",
        help: "Regular expression of power supplies to leave out.",
      },
    },
  },
  {
    name: "pressure",
    summary: "Time lost waiting for CPU, memory and I/O (pressure stall information) from /proc/pressure (Linux 4.20).",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "processes",
    summary: "Number and states of processes and threads from /proc.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "qdisc",
    summary: "Root queueing disciplines of the interfaces, from netlink.",
    enabledByDefault: false,
    flags: {
      "collector.qdisc.fixtures": {
        type: "string",
        default: "",
        help: "Directory with results.json to show instead of this host's queueing disciplines, for tests.",
      },
      "collector.qdisc.device-include": {
        type: "string",
        default: "",
        help: "Regular expression of interfaces to show. Cannot be combined with --collector.qdisc.device-exclude.",
      },
      "collector.qdisk.device-include": {
        type: "string",
        default: "",
        help: "Old name of --collector.qdisc.device-include.",
        hidden: true,
      },
      "collector.qdisc.device-exclude": {
        type: "string",
        default: "",
        help: "Regular expression of interfaces to leave out. Cannot be combined with --collector.qdisc.device-include.",
      },
      "collector.qdisk.device-exclude": {
        type: "string",
        default: "",
        help: "Old name of --collector.qdisc.device-exclude.",
        hidden: true,
      },
    },
  },
  {
    name: "rapl",
    summary: "Energy counters of power zones from /sys/class/powercap.",
    enabledByDefault: true,
    flags: {
      "collector.rapl.enable-zone-label": {
        type: "bool",
        default: false,
        help: "Show one family with the zone as a label instead of one family per zone.",
      },
    },
  },
  {
    name: "runit",
    summary: "Services supervised by runit.",
    enabledByDefault: false,
    deprecated: "as in node_exporter; let a script write service states for the textfile collector",
    flags: {
      "collector.runit.servicedir": {
        type: "string",
        default: "/etc/service",
        help: "Directory of the services that runit supervises.",
      },
    },
  },
  {
    name: "schedstat",
    summary: "Scheduler run and wait times from /proc/schedstat.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "selinux",
    summary: "Whether SELinux is enabled and enforcing.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "slabinfo",
    summary: "Caches of the kernel's slab allocator from /proc/slabinfo, which only root may read.",
    enabledByDefault: false,
    flags: {
      "collector.slabinfo.slabs-include": {
        type: "string",
        default: ".*",
        help: "Regular expression of slab caches to show.",
      },
      "collector.slabinfo.slabs-exclude": {
        type: "string",
        default: "",
        help: "Regular expression of slab caches to leave out.",
      },
    },
  },
  {
    name: "sockstat",
    summary: "Sockets in use from /proc/net/sockstat and /proc/net/sockstat6.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "softirqs",
    summary: "Software interrupts by CPU and type from /proc/softirqs.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "softnet",
    summary: "Packet backlog statistics from /proc/net/softnet_stat.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "stat",
    summary: "Kernel activity from /proc/stat: boot time, forks, interrupts, context switches.",
    enabledByDefault: true,
    runsFirst: true,
    flags: {
      "collector.stat.softirq": {
        type: "bool",
        default: false,
        help: "Also count soft interrupts by vector.",
      },
    },
  },
  {
    name: "supervisord",
    summary: "Processes of supervisord, by XML-RPC.",
    enabledByDefault: false,
    deprecated: "as in node_exporter; run its programs under systemd, or use a dedicated exporter",
    flags: {
      "collector.supervisord.url": {
        type: "string",
        default: "http://localhost:9001/RPC2",
        help: "URL of supervisord: http://host:port/RPC2, or unix:///path of its socket.",
        env: "SUPERVISORD_URL",
      },
    },
  },
  {
    name: "swap",
    summary: "Swap areas from /proc/swaps.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "sysctl",
    summary: "Selected kernel parameters from /proc/sys.",
    enabledByDefault: false,
    flags: {
      "collector.sysctl.include": {
        type: "strings",
        default: [],
        help: "Kernel parameter with numbers to show: a name, or name:key,key with a key for every number. Repeatable.",
      },
      "collector.sysctl.include-info": {
        type: "strings",
        default: [],
        help: "Kernel parameter with text to show, by name. Repeatable.",
      },
    },
  },
  {
    name: "systemd",
    summary: "Units of systemd and their states, from the system bus.",
    enabledByDefault: false,
    flags: {
      "collector.systemd.unit-include": {
        type: "string",
        default: ".+",
        help: "Regular expression of units to show; it has to match the whole name.",
      },
      "collector.systemd.unit-whitelist": {
        type: "string",
        default: "",
        help: "Old name of --collector.systemd.unit-include.",
        hidden: true,
      },
      "collector.systemd.unit-exclude": {
        type: "string",
        default: ".+\\.(automount|device|mount|scope|slice)",
        help: "Regular expression of units to leave out; it has to match the whole name.",
      },
      "collector.systemd.unit-blacklist": {
        type: "string",
        default: "",
        help: "Old name of --collector.systemd.unit-exclude.",
        hidden: true,
      },
      "collector.systemd.private": {
        type: "bool",
        default: false,
        help: "Use systemd's private socket instead of the system bus; for root only.",
        hidden: true,
      },
      "collector.systemd.enable-task-metrics": {
        type: "bool",
        default: false,
        help: "Show how many tasks services have.",
      },
      "collector.systemd.enable-restarts-metrics": {
        type: "bool",
        default: false,
        help: "Show how often services were restarted.",
      },
      "collector.systemd.enable-start-time-metrics": {
        type: "bool",
        default: false,
        help: "Show when units were started.",
      },
    },
  },
  {
    name: "tapestats",
    summary: "SCSI tape drive statistics from /sys/class/scsi_tape.",
    enabledByDefault: true,
    flags: {
      "collector.tapestats.ignored-devices": {
        type: "string",
        default: "^$",
        help: "Regular expression of tape drives to leave out.",
      },
    },
  },
  {
    name: "tcpstat",
    summary: "TCP sockets by state and their queues, from netlink.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "textfile",
    summary: "Metrics that other programs write to files.",
    enabledByDefault: true,
    flags: {
      "collector.textfile.directory": {
        type: "strings",
        default: [""],
        help: "Directory whose *.prom files are read, or a pattern that matches several. Repeatable.",
      },
    },
    bringsFamilies: {
      fault: "node_textfile_scrape_error",
    },
  },
  {
    name: "thermal_zone",
    summary: "Temperatures of thermal zones and states of cooling devices from /sys/class/thermal.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "time",
    summary: "System time, time zone and clock sources.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "timex",
    summary: "State of the kernel clock and its synchronization from adjtimex(2).",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "udp_queues",
    summary: "Length of the UDP queues from /proc/net/udp and /proc/net/udp6.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "uname",
    summary: "Kernel and host name from uname(2).",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "vmstat",
    summary: "Virtual memory activity from /proc/vmstat.",
    enabledByDefault: true,
    flags: {
      "collector.vmstat.fields": {
        type: "string",
        default: "^(oom_kill|pgpg|pswp|pg.*fault).*",
        help: "Regular expression of the fields to show.",
      },
    },
  },
  {
    name: "watchdog",
    summary: "Watchdog timers from /sys/class/watchdog.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "wifi",
    summary: "Wireless interfaces, their networks and stations, from nl80211.",
    enabledByDefault: false,
    flags: {
      "collector.wifi.fixtures": {
        type: "string",
        default: "",
        help: "Directory with JSON files to show instead of this host's wireless interfaces, for tests.",
      },
    },
  },
  {
    name: "xfrm",
    summary: "IPsec packet errors from /proc/net/xfrm_stat.",
    enabledByDefault: false,
    flags: {},
  },
  {
    name: "xfs",
    summary: "XFS file system statistics from /sys/fs/xfs.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "zfs",
    summary: "ZFS statistics from /proc/spl/kstat/zfs.",
    enabledByDefault: true,
    flags: {},
  },
  {
    name: "zoneinfo",
    summary: "Memory zones from /proc/zoneinfo.",
    enabledByDefault: false,
    flags: {},
  },
];
