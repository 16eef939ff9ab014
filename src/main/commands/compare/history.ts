/**
 * Additions and removals in node_exporter after 1.5.0, as far as they show in the exposition on Linux.
 * Facts from its changelog: https://github.com/prometheus/node_exporter/blob/master/CHANGELOG.md
 */

import { isGroupFamily } from "../group-families.ts";

interface Change {
  /** The version that added it. */
  readonly since: string;
  /** Name of the family, or its start and a `*`. */
  readonly family: string;
}

interface LabelChange extends Change {
  readonly label: string;
}

interface SeriesChange extends LabelChange {
  /** Values of the label that the series has. */
  readonly value: RegExp;
}

/** Series that are left out by the default of a flag. */
interface DefaultChange extends SeriesChange {
  readonly flags: readonly string[];
}

const ADDED_FAMILIES: readonly Change[] = [
  ...each("1.6.0", "node_cpu_scaling_governor", "node_softirqs_functions_total"),
  ...each("1.6.0", "node_softnet_backlog_len", "node_softnet_cpu_collision_total", "node_softnet_received_rps_total"),
  ...each("1.6.0", "node_softnet_flow_limit_count_total", "node_zfs_arc_memory_available_bytes"),
  // These three with --collector.netclass.netlink; without it they were always there.
  ...each("1.6.0", "node_network_address_assign_type", "node_network_device_id", "node_network_name_assign_type"),
  ...each("1.7.0", "node_cpu_vulnerabilities_info"),
  ...each("1.8.0", "node_xfrm_*", "node_watchdog_*", "node_os_support_end_timestamp_seconds"),
  ...each("1.8.0", "node_netstat_TcpExt_TCPOFOQueue"),
  ...each("1.9.0", "node_filesystem_mount_info", "node_filesystem_purgeable_bytes", "node_cpu_online"),
  ...each("1.9.0", "node_btrfs_commits_total", "node_btrfs_commit_seconds_total"),
  ...each("1.9.0", "node_btrfs_last_commit_seconds", "node_btrfs_max_commit_seconds"),
  ...each("1.9.0", "node_pressure_irq_stalled_seconds_total", "node_hwmon_freq_*"),
  ...each("1.9.0", "node_netstat_TcpExt_TCPRcvQDrop"),
  ...each("1.10.0", "node_pcidevice_*", "node_swap_*", "node_systemd_virtualization_info"),
  ...each("1.10.0", "node_md_raid_disks", "node_md_degraded", "node_perf_cache_tlb_data_*"),
  ...each("1.10.0", "node_wifi_station_transmitted_packets_total", "node_wifi_station_received_packets_total"),
  ...each("1.10.1", "node_memory_Zswap_bytes", "node_memory_Zswapped_bytes"),
  ...each("1.11.0", "node_kernel_hung_*", "node_bcachefs_*", "node_network_altnames_info", "node_nvme_namespace_*"),
  ...each("1.11.0", "node_infiniband_duplicate_*", "node_infiniband_implied_*", "node_infiniband_lifespan_seconds"),
  ...each("1.11.0", "node_infiniband_local_ack_*", "node_infiniband_np_*", "node_infiniband_out_of_*"),
  ...each("1.11.0", "node_infiniband_packet_sequence_*", "node_infiniband_req_*", "node_infiniband_resp_*"),
  ...each("1.11.0", "node_infiniband_rnr_*", "node_infiniband_roce_*", "node_infiniband_rp_*", "node_infiniband_rx_*"),
  ...each("1.12.0", "node_dmmultipath_*", "node_nvmesubsystem_*", "node_mountstats_nfs_mountpoint_info"),
  ...each("1.12.0", "node_cpu_frequency_avg_hertz", "node_edac_channel_*"),
];

/** What node_exporter 1.12.1 does not have, beside groups of CPUs. */
const OUR_FAMILIES = new Set(["node_ksmd_general_profit_bytes", "node_textfile_file_scrape_error"]);

const ADDED_LABELS: readonly LabelChange[] = [
  { since: "1.6.0", family: "node_network_info", label: "adminstate" },
  { since: "1.8.0", family: "node_filesystem_*", label: "device_error" },
  { since: "1.8.0", family: "node_cpu_vulnerabilities_info", label: "mitigation" },
  { since: "1.9.0", family: "node_disk_info", label: "rotational" },
  { since: "1.9.0", family: "node_network_*", label: "ifalias" },
  { since: "1.11.0", family: "node_nvme_info", label: "cntlid" },
  { since: "1.11.0", family: "node_mountstats_nfs_transport_*", label: "transport" },
];

const ADDED_SERIES: readonly SeriesChange[] = [
  { since: "1.6.0", family: "node_zfs_zpool_state", label: "state", value: /^suspended$/ },
  { since: "1.8.0", family: "node_nfsd_requests_total", label: "method", value: /^WdelegGetattr$/ },
];

const REMOVED_FAMILIES: readonly Change[] = [
  // Still shown where the kernel counts any, which it has not done since Linux 5.13.
  { since: "1.6.0", family: "node_bcache_cache_readaheads_total" },
];

/** Fields of /proc/meminfo that are still read; before 1.9.0 it was every field. */
const KEPT_MEMORY = new Set(
  `Active Active_anon Active_file AnonHugePages AnonPages Bounce Buffers Cached CmaFree CmaTotal CommitLimit Committed_AS
  DirectMap1G DirectMap2M DirectMap4k Dirty HardwareCorrupted HugePages_Free HugePages_Rsvd HugePages_Surp HugePages_Total
  Hugepagesize Inactive Inactive_anon Inactive_file KernelStack Mapped MemAvailable MemFree MemTotal Mlocked NFS_Unstable
  PageTables Percpu SReclaimable SUnreclaim Shmem ShmemHugePages ShmemPmdMapped Slab SwapCached SwapFree SwapTotal
  Unevictable VmallocChunk VmallocTotal VmallocUsed Writeback WritebackTmp Zswap Zswapped`.split(/\s+/),
);

const LEFT_OUT: readonly DefaultChange[] = [
  {
    since: "1.8.0",
    family: "node_disk_*",
    label: "device",
    value: /^zram\d+$/,
    flags: ["collector.diskstats.device-exclude", "collector.diskstats.device-include"],
  },
  {
    since: "1.10.0",
    family: "node_filesystem_*",
    label: "fstype",
    value: /^erofs$/,
    flags: ["collector.filesystem.fs-types-exclude", "collector.filesystem.fs-types-include"],
  },
];

/** Since 1.11.0 the filter for the devices' counters also applies to their addresses. */
const FILTERED_ADDRESSES: Change = { since: "1.11.0", family: "node_network_address_info" };
const DEVICE_FILTERS = ["device-include", "device-exclude", "device-whitelist", "device-blacklist"].map(
  (name) => `collector.netdev.${name}`,
);

/** Why the other exporter has something that is not here, and since which version. */
interface Removal {
  readonly since: string;
  readonly reason: string;
}

/** The differences from another exporter that node_exporter's history explains. */
export interface History {
  /** The version that added a family; `node-exporter-ts` for those of this program. */
  familyAdded(family: string): string | undefined;
  labelAdded(family: string, label: string): string | undefined;
  seriesAdded(family: string, labels: ReadonlyMap<string, string>): string | undefined;
  familyRemoved(family: string): Removal | undefined;
  seriesRemoved(family: string, labels: ReadonlyMap<string, string>): Removal | undefined;
}

/**
 * `peerVersion`: from its build information, empty if unknown; earlier changes explain nothing.
 * `given`: flags that this program was given; their defaults then explain nothing.
 */
export function historySince(peerVersion: string, given: ReadonlySet<string>): History {
  const isNews = ({ since }: Change): boolean => peerVersion === "" || isBefore(peerVersion, since);
  const find = <C extends Change>(changes: readonly C[], family: string, applies: (change: C) => boolean) =>
    changes.find((change) => isNews(change) && isOf(change, family) && applies(change));
  return {
    familyAdded: (family) => (isOurs(family) ? "node-exporter-ts" : find(ADDED_FAMILIES, family, () => true)?.since),
    labelAdded: (family, label) => find(ADDED_LABELS, family, (change) => change.label === label)?.since,
    seriesAdded: (family, labels) => find(ADDED_SERIES, family, (change) => fits(change, labels))?.since,
    familyRemoved(family) {
      const change = find([...REMOVED_FAMILIES, ...memoryChange(family)], family, () => true);
      return change && { since: change.since, reason: "removed" };
    },
    seriesRemoved(family, labels) {
      const left = LEFT_OUT.filter(({ flags }) => !flags.some((flag) => given.has(flag)));
      const change = find(left, family, (each) => fits(each, labels));
      if (change !== undefined)
        return { since: change.since, reason: `left out by the default of --${change.flags[0]}` };
      const filter = DEVICE_FILTERS.find((flag) => given.has(flag));
      if (filter === undefined || find([FILTERED_ADDRESSES], family, () => true) === undefined) return undefined;
      return { since: FILTERED_ADDRESSES.since, reason: `left out by --${filter}` };
    },
  };
}

function isOurs(family: string): boolean {
  return OUR_FAMILIES.has(family) || isGroupFamily(family);
}

function each(since: string, ...families: readonly string[]): Change[] {
  return families.map((family) => ({ since, family }));
}

function memoryChange(family: string): Change[] {
  const field = /^node_memory_(?!numa_)(.+?)(?:_bytes)?$/.exec(family)?.[1];
  return field === undefined || KEPT_MEMORY.has(field) ? [] : [{ since: "1.9.0", family }];
}

function isOf({ family: pattern }: Change, family: string): boolean {
  const star = pattern.indexOf("*");
  return star < 0 ? pattern === family : family.startsWith(pattern.slice(0, star));
}

function fits({ label, value }: SeriesChange, labels: ReadonlyMap<string, string>): boolean {
  return value.test(labels.get(label) ?? "");
}

/** Compares versions such as 1.5.0 by their numbers; a suffix such as -rc.1 does not count. */
function isBefore(version: string, other: string): boolean {
  const [a, b] = [numbers(version), numbers(other)];
  for (let i = 0; i < 3; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) < (b[i] ?? 0);
  return false;
}

function numbers(version: string): number[] {
  return (version.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}
