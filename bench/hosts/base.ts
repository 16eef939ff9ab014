import { readdirSync } from "node:fs";
import { writeCpus } from "./cpus.ts";
import type { Tree } from "./tree.ts";

const PROC_FILES = [
  "1/mountinfo",
  "1/mounts",
  "cpuinfo",
  "diskstats",
  "interrupts",
  "loadavg",
  "mdstat",
  "meminfo",
  "net/arp",
  "net/dev",
  "net/netstat",
  "net/snmp",
  "net/snmp6",
  "net/sockstat",
  "net/sockstat6",
  "net/softnet_stat",
  "net/stat/nf_conntrack",
  "net/udp",
  "net/udp6",
  "pressure/cpu",
  "pressure/io",
  "pressure/irq",
  "pressure/memory",
  "schedstat",
  "self/mountinfo",
  "self/mounts",
  "stat",
  "sys/fs/file-nr",
  "sys/kernel/domainname",
  "sys/kernel/hostname",
  "sys/kernel/hung_task_detect_count",
  "sys/kernel/osrelease",
  "sys/kernel/ostype",
  "sys/kernel/pid_max",
  "sys/kernel/random/entropy_avail",
  "sys/kernel/random/poolsize",
  "sys/kernel/threads-max",
  "sys/kernel/version",
  "sys/net/netfilter/nf_conntrack_count",
  "sys/net/netfilter/nf_conntrack_max",
  "vmstat",
];

/** CPUs of the hosts that are large in other respects. */
const CPUS = 8;

/** The rest of every synthetic host: a few CPUs and the files of this machine, so that both programs have their usual work. */
export function writeBase(tree: Tree, state: number): void {
  for (const path of PROC_FILES) tree.copy(`proc/${path}`);
  writeCpus(tree, CPUS, state);
  for (const folder of ["sys/block", "sys/class/net", "udev", "textfile"]) tree.folder(folder);
  for (const name of readdirSync("/sys/class/net")) {
    tree.copyFolder(`sys/class/net/${name}`, ["statistics"]);
  }
}
