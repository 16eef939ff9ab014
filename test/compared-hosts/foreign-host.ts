import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedFixtures } from "../support/shared-data.ts";
import type { ComparedHost } from "./compared-host.ts";

/** The captured host of node_exporter's own tests; undefined where it is missing. */
export function foreignHost(): ComparedHost | undefined {
  const directory = sharedFixtures();
  if (directory === undefined) return undefined;
  return {
    name: "node_exporter's captured host",
    root: () => unpack(join(directory, "host.tar.gz")),
    // The capture ran in another directory, which shows in labels that hold a path.
    expected: (root) =>
      readFileSync(join(directory, "host-expected.prom"), "utf8").replaceAll(
        'path="collector/fixtures/',
        `path="${root}/`,
      ),
    udevData: "udev/data",
    switchedOn:
      "arp bcache bcachefs bonding btrfs buddyinfo cgroups conntrack cpu cpufreq cpu_vulnerabilities diskstats dmi drbd edac entropy fibrechannel filefd hwmon infiniband interrupts ipvs kernel_hung ksmd lnstat loadavg mdadm meminfo meminfo_numa mountstats netdev netstat nfs nfsd pcidevice pressure processes qdisc rapl schedstat slabinfo sockstat softirqs stat sysctl textfile thermal_zone udp_queues vmstat watchdog wifi xfrm xfs zfs zoneinfo".split(
        " ",
      ),
    switchedOff: ["selinux", "filesystem", "timex", "uname"],
    restless:
      /^(go_|nodejs_|process_|promhttp_|node_exporter_|node_scrape_collector_duration_seconds$|node_textfile_mtime_seconds$|node_time_zone|node_time_seconds$|node_network_(receive|transmit)_(bytes|packets)_total$)/,
    live: /^node_network_(receive|transmit)_[a-z_]+_total$/,
    flags: (root) => ({
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
    }),
  };
}

/** Unpacks an archive of one directory once a version into the temporary directory and returns its root. */
function unpack(archive: string): string {
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
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true });
    if (!existsSync(target)) throw error;
  }
}
