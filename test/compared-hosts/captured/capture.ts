/**
 * Writes captured.json: the files of this machine's /proc and /sys that collectors read, with what names the machine or
 * its neighbours replaced. `npm run fixtures:capture`; expected.ts has to run after it.
 */
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, matchesGlob, resolve } from "node:path";
import { readArguments } from "../../../scripts/arguments.ts";
import type { TreeEntry } from "../../support/tree.ts";
import { Cleaner } from "./cleaner.ts";

/** Attributes take no more than a page; the kernel's tables are larger, but not by much. */
const MAX_BYTES = 1 << 18;

const PROC = [
  "buddyinfo",
  "cgroups",
  "cpuinfo",
  "diskstats",
  "interrupts",
  "loadavg",
  "meminfo",
  "net/{dev,netstat,snmp,snmp6,sockstat,sockstat6,softnet_stat,udp,udp6,xfrm_stat}",
  "net/stat/*",
  "pressure/*",
  "schedstat",
  "slabinfo",
  "softirqs",
  "stat",
  "sys/fs/file-nr",
  "sys/kernel/{hung_task_detect_count,pid_max,threads-max}",
  "sys/kernel/random/{entropy_avail,poolsize}",
  "sys/kernel/seccomp/actions_avail",
  "sys/net/netfilter/nf_conntrack_{count,max}",
  "vmstat",
  "zoneinfo",
];

const SYS = [
  "block/*/{dev,removable,ro,size}",
  "block/*/queue/{hw_sector_size,logical_block_size,rotational,write_cache}",
  "bus/pci/devices/*/{class,device,d3cold_allowed,numa_node,power_state,revision,subsystem_device,subsystem_vendor,vendor}",
  "class/dmi/id/*",
  "class/{hwmon,net,power_supply,powercap,thermal,watchdog}/*/*",
  "devices/system/clocksource/clocksource0/*",
  "devices/system/cpu/{isolated,offline,online,possible,present}",
  "devices/system/cpu/cpu*/{online,topology/*,cpufreq/*,thermal_throttle/*}",
  "devices/system/cpu/vulnerabilities/*",
  "devices/system/node/*",
  "devices/system/node/node*/{cpulist,cpumap,distance,meminfo,numastat,vmstat}",
  // Not general_profit, which a later release than 1.12 shows.
  "kernel/mm/ksm/[!g]*",
];

readArguments({ call: "npm run fixtures:capture --", summary: "captures the files of this machine", options: {} });

const files = new Map<string, TreeEntry>();
for (const path of PROC.flatMap((pattern) => expand("/proc", pattern.split("/")))) addFile(path, path);
for (const path of SYS.flatMap((pattern) => expand("/sys", pattern.split("/"))))
  addLinked("/", path.slice(1).split("/"));

const cleaner = new Cleaner();
const cleaned = new Map<string, TreeEntry>();
for (const path of [...files.keys()].toSorted()) {
  const entry = files.get(path) ?? "";
  cleaned.set(cleaner.clean(path), typeof entry === "string" ? cleaner.clean(entry, path) : entry);
}
const sorted = Object.fromEntries(cleaned);
writeFileSync(join(import.meta.dirname, "captured.json"), `${JSON.stringify(sorted, undefined, 2)}\n`);
console.log(`${files.size} files and links`);

/** Paths that a pattern matches, through symbolic links too, which sysfs consists of. */
function expand(directory: string, [pattern = "", ...rest]: readonly string[]): readonly string[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => matchesGlob(name, pattern));
  const paths = names.map((name) => join(directory, name));
  if (rest.length === 0) return paths;
  return paths.filter((path) => statSync(path).isDirectory()).flatMap((path) => expand(path, rest));
}

/** Follows each component; links on the way become links of the captured tree. */
function addLinked(directory: string, [name = "", ...rest]: readonly string[]): void {
  const path = join(directory, name);
  const found = lstatSync(path);
  if (found.isSymbolicLink()) {
    const link = readlinkSync(path);
    const target = resolve(dirname(path), link);
    if (!target.startsWith("/sys/")) return;
    files.set(path.slice(1), { link });
    if (rest.length > 0) addLinked("/", [...target.slice(1).split("/"), ...rest]);
    else if (statSync(target, { throwIfNoEntry: false })?.isDirectory() === true) files.set(`${target.slice(1)}/`, "");
  } else if (rest.length > 0) addLinked(path, rest);
  else if (found.isFile()) addFile(path, path);
}

function addFile(path: string, source: string): void {
  try {
    const content = readFileSync(source, "utf8");
    if (content.length <= MAX_BYTES) files.set(path.slice(1), content);
  } catch {
    // Many attributes cannot be read as long as their device is down, or not by anybody.
  }
}
