import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the captured host lies, beside the checkout; tests that need it skip with a word where it is missing. */
export const fixtureFolder = join(import.meta.dirname, "../../../shared/fixtures");

export function hasFixtureHost(): boolean {
  return existsSync(join(fixtureFolder, "host.tar.gz"));
}

/** Unpacks the captured host once a version into the temporary folder and returns its root. */
export function unpackFixtureHost(): string {
  const archive = join(fixtureFolder, "host.tar.gz");
  const { size, mtimeMs } = statSync(archive);
  const target = join(tmpdir(), `node-exporter-ts-host-${process.getuid?.() ?? 0}-${size}-${Math.round(mtimeMs)}`);
  if (!existsSync(target)) {
    const fresh = mkdtempSync(join(tmpdir(), "node-exporter-ts-unpack-"));
    execFileSync("tar", ["xzf", archive, "-C", fresh]);
    publish(fresh, target);
  }
  const [root = ""] = readdirSync(target);
  return join(target, root);
}

/** Several test processes may unpack at once: the first to finish wins. */
function publish(fresh: string, target: string): void {
  try {
    mkdirSync(join(target, ".."), { recursive: true });
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true });
    if (!existsSync(target)) throw error;
  }
}

/** Collectors that the captured host covers, beside those that are on by default. */
export const SWITCHED_ON =
  "arp bcache bcachefs bonding btrfs buddyinfo cgroups conntrack cpu cpufreq cpu_vulnerabilities diskstats dmi drbd edac entropy fibrechannel filefd hwmon infiniband interrupts ipvs kernel_hung ksmd lnstat loadavg mdadm meminfo meminfo_numa mountstats netdev netstat nfs nfsd pcidevice pressure processes qdisc rapl schedstat slabinfo sockstat softirqs stat sysctl textfile thermal_zone udp_queues vmstat watchdog wifi xfrm xfs zfs zoneinfo".split(
    " ",
  );

export const SWITCHED_OFF = ["selinux", "filesystem", "timex", "uname"];

/** Values that the run of the original had, by flag. */
export function fixtureFlags(root: string): Record<string, string | boolean | readonly string[]> {
  return {
    "collector.cpu.info": true,
    "collector.cpu.info.bugs-include": "^(cpu_meltdown|spectre_.*|mds)$",
    "collector.cpu.info.flags-include": "^(aes|avx.?|constant_tsc)$",
    "collector.arp.netlink": false,
    "collector.arp.device-exclude": "nope",
    "collector.bcache.priorityStats": true,
    "collector.hwmon.chip-include": "(applesmc|asus_nb_wmi|coretemp|hwmon4|ieee80211|nct6779)",
    "collector.netclass.ignore-invalid-speed": true,
    "collector.netclass.ignored-devices": "(dmz|int)",
    "collector.netdev.device-include": "lo",
    "collector.qdisc.device-include": "(wlan0|eth0)",
    "collector.qdisc.fixtures": join(root, "qdisc/"),
    "collector.stat.softirq": true,
    "collector.sysctl.include-info": ["kernel.seccomp.actions_avail"],
    "collector.sysctl.include": ["fs.file-nr", "fs.file-nr:total,current,max", "kernel.threads-max"],
    "collector.textfile.directory": [join(root, "textfile/two_metric_files/")],
    "collector.wifi.fixtures": join(root, "wifi"),
  };
}

/** The same as command line arguments. */
export function fixtureArguments(root: string): string[] {
  const flags = Object.entries(fixtureFlags(root)).flatMap(([name, value]) => {
    if (typeof value === "boolean") return [value ? `--${name}` : `--no-${name}`];
    return typeof value === "string" ? [`--${name}=${value}`] : value.map((item) => `--${name}=${item}`);
  });
  return [
    `--path.rootfs=${root}`,
    `--path.procfs=${root}/proc`,
    `--path.sysfs=${root}/sys`,
    `--path.udev.data=${root}/udev/data`,
    ...SWITCHED_ON.map((name) => `--collector.${name}`),
    ...SWITCHED_OFF.map((name) => `--no-collector.${name}`),
    ...flags,
  ];
}
