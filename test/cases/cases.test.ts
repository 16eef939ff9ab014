import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startProgram } from "../support/program.ts";
import { samplesOf, valueOf } from "../support/samples.ts";

const trees = import.meta.dirname;

/** What must come out of a tree; README.md says why. */
interface Expected {
  /** Families of which all samples are compared. */
  readonly families: RegExp;
  readonly samples: readonly string[];
  /** Records left out, by collector. */
  readonly skipped?: Readonly<Record<string, number>>;
  /** What the only line of level warn or error has to hold; without it there may be none. */
  readonly log?: RegExp;
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  "bonding-slave-vanished": {
    families: /^node_bonding_/,
    samples: [
      'node_bonding_active{master="bond0"} 1',
      'node_bonding_active{master="bond1"} 2',
      'node_bonding_slaves{master="bond0"} 2',
      'node_bonding_slaves{master="bond1"} 2',
    ],
  },
  "cpu-isolated-null": {
    families: /^node_cpu_(seconds_total\{.*mode="user"|isolated|online|info)/,
    samples: [
      'node_cpu_info{cachesize="",core="",cpu="0",family="",microcode="",model="",model_name="X",package="",stepping="",vendor="GenuineIntel"} 1',
      'node_cpu_seconds_total{cpu="0",mode="user"} 5.47',
      'node_cpu_seconds_total{cpu="1",mode="user"} 1.47',
    ],
    log: /isolated CPUs are not shown.*cpu\/isolated.*\(null\)/,
  },
  "cpufreq-unknown": {
    families: /^node_cpu_(scaling_)?frequency(_max)?_hertz/,
    samples: [
      'node_cpu_frequency_max_hertz{cpu="0"} 2.4e+09',
      'node_cpu_frequency_max_hertz{cpu="1"} 2.4e+09',
      'node_cpu_frequency_max_hertz{cpu="10"} 2.4e+09',
      'node_cpu_frequency_max_hertz{cpu="2"} 2.4e+09',
      'node_cpu_scaling_frequency_hertz{cpu="0"} 1.2e+09',
      'node_cpu_scaling_frequency_hertz{cpu="10"} 1.4e+09',
      'node_cpu_scaling_frequency_hertz{cpu="2"} 1.3e+09',
      'node_cpu_scaling_frequency_max_hertz{cpu="0"} 2.4e+09',
      'node_cpu_scaling_frequency_max_hertz{cpu="1"} 2.4e+09',
      'node_cpu_scaling_frequency_max_hertz{cpu="10"} 2.4e+09',
      'node_cpu_scaling_frequency_max_hertz{cpu="2"} 2.4e+09',
    ],
    skipped: { cpufreq: 2 },
    log: /records left out.*collector=cpufreq.*scaling_cur_freq.*<unknown>/,
  },
  "hwmon-bad-bytes": {
    families: /^node_hwmon_(chip_names|temp_celsius)/,
    samples: [
      'node_hwmon_chip_names{chip="acpitz",chip_name="acpitz"} 1',
      'node_hwmon_chip_names{chip="cpu_thermal_0",chip_name="cpu_thermal_0"} 1',
      'node_hwmon_chip_names{chip="gr__e",chip_name="gr__e"} 1',
      'node_hwmon_temp_celsius{chip="acpitz",sensor="temp1"} 1',
      'node_hwmon_temp_celsius{chip="cpu_thermal_0",sensor="temp1"} 2',
      'node_hwmon_temp_celsius{chip="gr__e",sensor="temp1"} 5',
      'node_hwmon_temp_celsius{chip="hwmon10",sensor="temp1"} 6',
      'node_hwmon_temp_celsius{chip="hwmon2",sensor="temp1"} 3',
      'node_hwmon_temp_celsius{chip="hwmon3",sensor="temp1"} 4',
    ],
  },
  "mdstat-not-md": { families: /^node_md_/, samples: [] },
  "meminfo-no-blank": {
    families: /^node_memory_/,
    samples: [
      "node_memory_Dirty_bytes 0",
      "node_memory_MemFree_bytes 9.12961536e+08",
      "node_memory_MemTotal_bytes 1.7053335552e+10",
      "node_memory_SwapFree_bytes 1.8446744067803881e+19",
      "node_memory_SwapTotal_bytes 2.3354208256e+10",
    ],
  },
  "meminfo-table-header": {
    families: /^node_memory_/,
    samples: [
      "node_memory_Buffers_bytes 4.9152e+06",
      "node_memory_MemFree_bytes 1.24506112e+08",
      "node_memory_MemTotal_bytes 2.60579328e+08",
    ],
    skipped: { meminfo: 3 },
    log: /records left out.*collector=meminfo.*count=3.*meminfo.*total:/,
  },
  "meminfo-wraps": {
    families: /^node_memory_/,
    samples: [
      "node_memory_Active_anon_bytes 5",
      "node_memory_CommitLimit_bytes 1.8446744073709552e+19",
      "node_memory_Committed_AS_bytes 1.8446744073709548e+19",
      "node_memory_HugePages_Surp 1.8446744073709552e+19",
      "node_memory_Hugepagesize_bytes 2.097152e+06",
      "node_memory_Mapped_bytes 1.8446744073709552e+19",
      "node_memory_MemAvailable_bytes 12288",
      "node_memory_MemTotal_bytes 1.7053335552e+10",
      "node_memory_Slab_bytes 7168",
      "node_memory_VmallocTotal_bytes 3.5184372087808e+13",
    ],
  },
  "mountinfo-short-line": {
    families: /^node_filesystem_readonly/,
    samples: [
      'node_filesystem_readonly{device="/dev/sda1",device_error="",fstype="ext4",mountpoint="/tmp"} 0',
      'node_filesystem_readonly{device="/dev/sda3",device_error="",fstype="ext4",mountpoint="/etc"} 0',
    ],
    skipped: { filesystem: 1 },
    log: /records left out.*collector=filesystem.*1\/mountinfo.*55 24 8:2 \/ \/usr rw/,
  },
  "netdev-short-row": {
    families: /^node_network_(receive|transmit)_(bytes|packets)_total/,
    samples: [
      'node_network_receive_bytes_total{device="eth0"} 6',
      'node_network_receive_packets_total{device="eth0"} 5',
      'node_network_transmit_bytes_total{device="eth0"} 9',
      'node_network_transmit_packets_total{device="eth0"} 4',
    ],
    skipped: { netdev: 1 },
    log: /records left out.*collector=netdev.*net\/dev: 15 counters.*tun10001:1/,
  },
  "nfsd-unknown-line": {
    families: /^node_nfsd_(reply|rpc|packets|requests_total\{method="W)/,
    samples: [
      'node_nfsd_packets_total{proto="tcp"} 18628',
      'node_nfsd_packets_total{proto="udp"} 0',
      "node_nfsd_reply_cache_hits_total 0",
      "node_nfsd_reply_cache_misses_total 6",
      "node_nfsd_reply_cache_nocache_total 18622",
      'node_nfsd_requests_total{method="WdelegGetattr",proto="4"} 16',
      'node_nfsd_requests_total{method="WrCache",proto="2"} 0',
      'node_nfsd_requests_total{method="Write",proto="2"} 0',
      'node_nfsd_requests_total{method="Write",proto="3"} 0',
      'node_nfsd_requests_total{method="Write",proto="4"} 39',
      'node_nfsd_rpc_errors_total{error="auth"} 1',
      'node_nfsd_rpc_errors_total{error="cInt"} 0',
      'node_nfsd_rpc_errors_total{error="fmt"} 0',
    ],
  },
  "os-escaped-dollar": {
    families: /^node_os_/,
    samples: [
      'node_os_info{build_id="rolling",id="fedora",id_like="rhel fedora",image_id="",image_version="",name="Some \\"odd\\" system",pretty_name="",variant="",variant_id="",version="40 (\\"Server\\" $x \\\\ )",version_codename="",version_id="24.04"} 1',
      "node_os_support_end_timestamp_seconds 2.0626272e+09",
      'node_os_version{id="fedora",id_like="rhel fedora",name="Some \\"odd\\" system"} 24.04',
    ],
  },
  "stat-negative-processes": {
    families: /^node_(forks|intr|context|boot|procs|cpu_seconds_total\{.*mode="system")/,
    samples: [
      "node_boot_time_seconds 1.495839543e+09",
      "node_context_switches_total 1.990473e+06",
      'node_cpu_seconds_total{cpu="0",mode="system"} 7.02',
      "node_intr_total 20500",
      "node_procs_blocked 1",
      "node_procs_running 2",
    ],
    skipped: { stat: 1 },
    log: /records left out.*collector=stat.*-2049562273/,
  },
};

test("every tree has its expected samples", () => {
  const directories = readdirSync(trees, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(directories.map(({ name }) => name).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
});

test.each(Object.entries(EXPECTED))("%s", async (name, { families, samples, skipped = {}, log }) => {
  const { flags, collectors } = flagsOf(name);
  const program = await startProgram(flags);
  const { body } = await program.get();
  expect(samplesOf(body, families)).toEqual(samples);
  for (const collector of collectors)
    expect(valueOf(body, `node_scrape_collector_success{collector="${collector}"}`)).toBe(1);
  expect(samplesOf(body, /^node_exporter_collector_records_skipped/)).toEqual(
    Object.entries(skipped).map(([of, count]) => `node_exporter_collector_records_skipped{collector="${of}"} ${count}`),
  );
  await program.get();
  const complaints = program.lines.filter((line) => /level=(warn|error)/i.test(line) && !/running as root/i.test(line));
  expect(complaints).toHaveLength(log === undefined ? 0 : 1);
  if (log !== undefined) expect(complaints[0]).toMatch(log);
});

function flagsOf(name: string): { readonly flags: readonly string[]; readonly collectors: readonly string[] } {
  const tree = join(trees, name);
  const own = readFileSync(join(tree, "flags"), "utf8").split(/\s+/).filter(Boolean);
  const paths = [`--path.procfs=${tree}/proc`, `--path.sysfs=${tree}/sys`];
  if (existsSync(join(tree, "rootfs"))) paths.push(`--path.rootfs=${tree}/rootfs`);
  const collectors = own.flatMap((flag) => /^--collector\.(\w+)$/.exec(flag)?.[1] ?? []);
  return { flags: ["--collector.disable-defaults", ...paths, ...own], collectors };
}
