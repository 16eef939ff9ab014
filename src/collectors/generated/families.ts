// Written by npm run generate.
import type { CollectorFacts } from "../kit/define.ts";

const names = (text: string): readonly string[] => text.split(" ");

/** Families and sources of every collector, by its name. */
export const collectorFacts: Readonly<Record<string, CollectorFacts>> = {
  arp: {
    families: names("node_arp_entries"),
    sources: [
      { type: "netlink", protocol: "route" },
      { type: "system-call", name: "ioctl(SIOCGIFNAME)" },
      { type: "file", root: "procfs", path: "net/arp" },
    ],
  },
  bcache: {
    families: names(
      "node_bcache_active_journal_entries node_bcache_average_key_size_sectors node_bcache_btree_cache_size_bytes node_bcache_btree_nodes node_bcache_btree_read_average_duration_seconds node_bcache_bypassed_bytes_total node_bcache_cache_available_percent node_bcache_cache_bypass_hits_total node_bcache_cache_bypass_misses_total node_bcache_cache_hits_total node_bcache_cache_miss_collisions_total node_bcache_cache_misses_total node_bcache_cache_read_races_total node_bcache_cache_readaheads_total node_bcache_congested node_bcache_dirty_data_bytes node_bcache_dirty_target_bytes node_bcache_io_errors node_bcache_metadata_written_bytes_total node_bcache_priority_stats_metadata_percent node_bcache_priority_stats_unused_percent node_bcache_root_usage_percent node_bcache_tree_depth node_bcache_writeback_change node_bcache_writeback_rate node_bcache_writeback_rate_integral_term node_bcache_writeback_rate_proportional_term node_bcache_written_bytes_total",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "fs/bcache/**" },
      { type: "kernel-option", name: "CONFIG_BCACHE" },
    ],
  },
  bcachefs: {
    families: names(
      "node_bcachefs_*_total node_bcachefs_btree_cache_size_bytes node_bcachefs_btree_write_average_size_bytes node_bcachefs_btree_writes_total node_bcachefs_compression_compressed_bytes node_bcachefs_compression_uncompressed_bytes node_bcachefs_device_bucket_size_bytes node_bcachefs_device_buckets node_bcachefs_device_durability node_bcachefs_device_info node_bcachefs_device_io_done_bytes_total node_bcachefs_device_io_errors_total node_bcachefs_errors_total node_bcachefs_info",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "fs/bcachefs/**" },
      { type: "kernel-option", name: "CONFIG_BCACHEFS_FS" },
    ],
  },
  bonding: {
    families: names("node_bonding_active node_bonding_slaves"),
    sources: [
      { type: "file", root: "sysfs", path: "class/net/bonding_masters" },
      { type: "file", root: "sysfs", path: "class/net/*/bonding/slaves" },
      {
        type: "file",
        root: "sysfs",
        path: "class/net/*/*/bonding_slave/mii_status",
        feeds: names("node_bonding_active"),
      },
      { type: "kernel-option", name: "CONFIG_BONDING" },
    ],
  },
  btrfs: {
    families: names(
      "node_btrfs_allocation_ratio node_btrfs_commit_seconds_total node_btrfs_commits_total node_btrfs_device_errors_total node_btrfs_device_size_bytes node_btrfs_device_unused_bytes node_btrfs_global_rsv_size_bytes node_btrfs_info node_btrfs_last_commit_seconds node_btrfs_max_commit_seconds node_btrfs_reserved_bytes node_btrfs_size_bytes node_btrfs_used_bytes",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "fs/btrfs/**" },
      { type: "file", root: "procfs", path: "1/mountinfo" },
      { type: "file", root: "procfs", path: "self/mountinfo" },
      {
        type: "file",
        root: "rootfs",
        path: "**",
        feeds: names("node_btrfs_device_errors_total node_btrfs_device_size_bytes node_btrfs_device_unused_bytes"),
      },
      {
        type: "system-call",
        name: "ioctl(BTRFS_IOC_FS_INFO)",
        feeds: names("node_btrfs_device_errors_total node_btrfs_device_size_bytes node_btrfs_device_unused_bytes"),
      },
      { type: "kernel-option", name: "CONFIG_BTRFS_FS" },
    ],
  },
  buddyinfo: {
    families: names("node_buddyinfo_blocks"),
    sources: [{ type: "file", root: "procfs", path: "buddyinfo" }],
  },
  cgroups: {
    families: names("node_cgroups_cgroups node_cgroups_enabled"),
    sources: [
      { type: "file", root: "procfs", path: "cgroups" },
      { type: "kernel-option", name: "CONFIG_CGROUPS" },
    ],
  },
  conntrack: {
    families: names(
      "node_nf_conntrack_entries node_nf_conntrack_entries_limit node_nf_conntrack_stat_drop node_nf_conntrack_stat_early_drop node_nf_conntrack_stat_found node_nf_conntrack_stat_ignore node_nf_conntrack_stat_insert node_nf_conntrack_stat_insert_failed node_nf_conntrack_stat_invalid node_nf_conntrack_stat_search_restart",
    ),
    sources: [
      {
        type: "file",
        root: "procfs",
        path: "sys/net/netfilter/nf_conntrack_count",
        feeds: names("node_nf_conntrack_entries"),
      },
      {
        type: "file",
        root: "procfs",
        path: "sys/net/netfilter/nf_conntrack_max",
        feeds: names("node_nf_conntrack_entries_limit"),
      },
      {
        type: "file",
        root: "procfs",
        path: "net/stat/nf_conntrack",
        feeds: names(
          "node_nf_conntrack_stat_drop node_nf_conntrack_stat_early_drop node_nf_conntrack_stat_found node_nf_conntrack_stat_ignore node_nf_conntrack_stat_insert node_nf_conntrack_stat_insert_failed node_nf_conntrack_stat_invalid node_nf_conntrack_stat_search_restart",
        ),
      },
      { type: "kernel-option", name: "CONFIG_NF_CONNTRACK" },
      {
        type: "kernel-option",
        name: "CONFIG_NF_CONNTRACK_PROCFS",
        feeds: names(
          "node_nf_conntrack_stat_drop node_nf_conntrack_stat_early_drop node_nf_conntrack_stat_found node_nf_conntrack_stat_ignore node_nf_conntrack_stat_insert node_nf_conntrack_stat_insert_failed node_nf_conntrack_stat_invalid node_nf_conntrack_stat_search_restart",
        ),
      },
    ],
  },
  cpu: {
    families: names(
      "node_cpu_bug_info node_cpu_core_throttles_total node_cpu_flag_info node_cpu_frequency_hertz node_cpu_group_core_throttles_total node_cpu_group_cpus node_cpu_group_guest_seconds_total node_cpu_group_info node_cpu_group_info_frequency_highest_hertz node_cpu_group_info_frequency_lowest_hertz node_cpu_group_isolated_cpus node_cpu_group_seconds_total node_cpu_guest_seconds_total node_cpu_info node_cpu_isolated node_cpu_online node_cpu_package_throttles_total node_cpu_seconds_total",
    ),
    sources: [
      {
        type: "file",
        root: "procfs",
        path: "stat",
        feeds: names("node_cpu_guest_seconds_total node_cpu_seconds_total"),
      },
      {
        type: "file",
        root: "procfs",
        path: "cpuinfo",
        feeds: names("node_cpu_bug_info node_cpu_flag_info node_cpu_frequency_hertz node_cpu_info"),
      },
      { type: "file", root: "sysfs", path: "devices/system/cpu/isolated", feeds: names("node_cpu_isolated") },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/cpu/**",
        feeds: names("node_cpu_core_throttles_total node_cpu_online node_cpu_package_throttles_total"),
      },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/cpu/**",
        feeds: names(
          "node_cpu_group_core_throttles_total node_cpu_group_cpus node_cpu_group_guest_seconds_total node_cpu_group_info node_cpu_group_info_frequency_highest_hertz node_cpu_group_info_frequency_lowest_hertz node_cpu_group_isolated_cpus node_cpu_group_seconds_total",
        ),
      },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/node/**",
        feeds: names(
          "node_cpu_group_core_throttles_total node_cpu_group_cpus node_cpu_group_guest_seconds_total node_cpu_group_info node_cpu_group_info_frequency_highest_hertz node_cpu_group_info_frequency_lowest_hertz node_cpu_group_isolated_cpus node_cpu_group_seconds_total",
        ),
      },
    ],
  },
  cpu_vulnerabilities: {
    families: names("node_cpu_vulnerabilities_info"),
    sources: [
      { type: "file", root: "sysfs", path: "devices/system/cpu/vulnerabilities/*" },
      { type: "kernel-option", name: "CONFIG_GENERIC_CPU_VULNERABILITIES" },
    ],
  },
  cpufreq: {
    families: names(
      "node_cpu_frequency_avg_hertz node_cpu_frequency_hertz node_cpu_frequency_max_hertz node_cpu_frequency_min_hertz node_cpu_group_frequency_avg_highest_hertz node_cpu_group_frequency_avg_lowest_hertz node_cpu_group_frequency_highest_hertz node_cpu_group_frequency_lowest_hertz node_cpu_group_frequency_max_highest_hertz node_cpu_group_frequency_max_lowest_hertz node_cpu_group_frequency_min_highest_hertz node_cpu_group_frequency_min_lowest_hertz node_cpu_group_scaling_frequency_highest_hertz node_cpu_group_scaling_frequency_lowest_hertz node_cpu_group_scaling_frequency_max_highest_hertz node_cpu_group_scaling_frequency_max_lowest_hertz node_cpu_group_scaling_frequency_min_highest_hertz node_cpu_group_scaling_frequency_min_lowest_hertz node_cpu_group_scaling_governor_cpus node_cpu_scaling_frequency_hertz node_cpu_scaling_frequency_max_hertz node_cpu_scaling_frequency_min_hertz node_cpu_scaling_governor",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "devices/system/cpu/**" },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/cpu/**",
        feeds: names(
          "node_cpu_group_frequency_avg_highest_hertz node_cpu_group_frequency_avg_lowest_hertz node_cpu_group_frequency_highest_hertz node_cpu_group_frequency_lowest_hertz node_cpu_group_frequency_max_highest_hertz node_cpu_group_frequency_max_lowest_hertz node_cpu_group_frequency_min_highest_hertz node_cpu_group_frequency_min_lowest_hertz node_cpu_group_scaling_frequency_highest_hertz node_cpu_group_scaling_frequency_lowest_hertz node_cpu_group_scaling_frequency_max_highest_hertz node_cpu_group_scaling_frequency_max_lowest_hertz node_cpu_group_scaling_frequency_min_highest_hertz node_cpu_group_scaling_frequency_min_lowest_hertz node_cpu_group_scaling_governor_cpus",
        ),
      },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/node/**",
        feeds: names(
          "node_cpu_group_frequency_avg_highest_hertz node_cpu_group_frequency_avg_lowest_hertz node_cpu_group_frequency_highest_hertz node_cpu_group_frequency_lowest_hertz node_cpu_group_frequency_max_highest_hertz node_cpu_group_frequency_max_lowest_hertz node_cpu_group_frequency_min_highest_hertz node_cpu_group_frequency_min_lowest_hertz node_cpu_group_scaling_frequency_highest_hertz node_cpu_group_scaling_frequency_lowest_hertz node_cpu_group_scaling_frequency_max_highest_hertz node_cpu_group_scaling_frequency_max_lowest_hertz node_cpu_group_scaling_frequency_min_highest_hertz node_cpu_group_scaling_frequency_min_lowest_hertz node_cpu_group_scaling_governor_cpus",
        ),
      },
      { type: "kernel-option", name: "CONFIG_CPU_FREQ" },
    ],
  },
  diskstats: {
    families: names(
      "node_disk_ata_rotation_rate_rpm node_disk_ata_write_cache node_disk_ata_write_cache_enabled node_disk_device_mapper_info node_disk_discard_time_seconds_total node_disk_discarded_sectors_total node_disk_discards_completed_total node_disk_discards_merged_total node_disk_filesystem_info node_disk_flush_requests_time_seconds_total node_disk_flush_requests_total node_disk_info node_disk_io_now node_disk_io_time_seconds_total node_disk_io_time_weighted_seconds_total node_disk_read_bytes_total node_disk_read_time_seconds_total node_disk_reads_completed_total node_disk_reads_merged_total node_disk_write_time_seconds_total node_disk_writes_completed_total node_disk_writes_merged_total node_disk_written_bytes_total",
    ),
    sources: [
      { type: "file", root: "procfs", path: "diskstats" },
      {
        type: "file",
        root: "sysfs",
        path: "block/*/queue/rotational",
        feeds: names(
          "node_disk_ata_rotation_rate_rpm node_disk_ata_write_cache node_disk_ata_write_cache_enabled node_disk_device_mapper_info node_disk_filesystem_info node_disk_info",
        ),
      },
      {
        type: "file",
        root: "udev",
        path: "b*:*",
        feeds: names(
          "node_disk_ata_rotation_rate_rpm node_disk_ata_write_cache node_disk_ata_write_cache_enabled node_disk_device_mapper_info node_disk_filesystem_info node_disk_info",
        ),
      },
    ],
  },
  dmi: {
    families: names("node_dmi_info"),
    sources: [
      { type: "file", root: "sysfs", path: "class/dmi/id/*" },
      { type: "kernel-option", name: "CONFIG_DMIID" },
    ],
  },
  dmmultipath: {
    families: names(
      "node_dmmultipath_device_active node_dmmultipath_device_info node_dmmultipath_device_paths node_dmmultipath_device_paths_active node_dmmultipath_device_paths_failed node_dmmultipath_device_size_bytes node_dmmultipath_path_state",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "block/**" },
      { type: "kernel-option", name: "CONFIG_DM_MULTIPATH" },
    ],
  },
  drbd: {
    families: names(
      "node_drbd_activitylog_writes_total node_drbd_application_pending node_drbd_bitmap_writes_total node_drbd_connected node_drbd_disk_read_bytes_total node_drbd_disk_state_is_up_to_date node_drbd_disk_written_bytes_total node_drbd_epochs node_drbd_local_pending node_drbd_network_received_bytes_total node_drbd_network_sent_bytes_total node_drbd_node_role_is_primary node_drbd_out_of_sync_bytes node_drbd_remote_pending node_drbd_remote_unacknowledged",
    ),
    sources: [
      { type: "file", root: "procfs", path: "drbd" },
      { type: "kernel-option", name: "CONFIG_BLK_DEV_DRBD" },
    ],
  },
  drm: {
    families: names(
      "node_drm_card_info node_drm_gpu_busy_percent node_drm_memory_gtt_size_bytes node_drm_memory_gtt_used_bytes node_drm_memory_vis_vram_size_bytes node_drm_memory_vis_vram_used_bytes node_drm_memory_vram_size_bytes node_drm_memory_vram_used_bytes",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "class/drm/card*/device/*" },
      { type: "kernel-option", name: "CONFIG_DRM_AMDGPU" },
    ],
  },
  edac: {
    families: names(
      "node_edac_channel_correctable_errors_total node_edac_channel_uncorrectable_errors_total node_edac_correctable_errors_total node_edac_csrow_correctable_errors_total node_edac_csrow_uncorrectable_errors_total node_edac_uncorrectable_errors_total",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "devices/system/edac/mc/**" },
      { type: "kernel-option", name: "CONFIG_EDAC" },
    ],
  },
  entropy: {
    families: names("node_entropy_available_bits node_entropy_pool_size_bits"),
    sources: [
      {
        type: "file",
        root: "procfs",
        path: "sys/kernel/random/entropy_avail",
        feeds: names("node_entropy_available_bits"),
      },
      { type: "file", root: "procfs", path: "sys/kernel/random/poolsize", feeds: names("node_entropy_pool_size_bits") },
    ],
  },
  ethtool: {
    families: names(
      "node_ethtool_* node_ethtool_info node_network_advertised_speed_bytes node_network_asymmetricpause_advertised node_network_asymmetricpause_supported node_network_autonegotiate node_network_autonegotiate_advertised node_network_autonegotiate_supported node_network_pause_advertised node_network_pause_supported node_network_supported_port_info node_network_supported_speed_bytes",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "class/net" },
      { type: "system-call", name: "ioctl(SIOCETHTOOL)" },
    ],
  },
  fibrechannel: {
    families: names(
      "node_fibrechannel_dumped_frames_total node_fibrechannel_error_frames_total node_fibrechannel_fcp_packet_aborts_total node_fibrechannel_info node_fibrechannel_invalid_crc_total node_fibrechannel_invalid_tx_words_total node_fibrechannel_link_failure_total node_fibrechannel_loss_of_signal_total node_fibrechannel_loss_of_sync_total node_fibrechannel_nos_total node_fibrechannel_rx_frames_total node_fibrechannel_rx_words_total node_fibrechannel_seconds_since_last_reset_total node_fibrechannel_tx_frames_total node_fibrechannel_tx_words_total",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "class/fc_host/**" },
      { type: "kernel-option", name: "CONFIG_SCSI_FC_ATTRS" },
    ],
  },
  filefd: {
    families: names("node_filefd_allocated node_filefd_maximum"),
    sources: [{ type: "file", root: "procfs", path: "sys/fs/file-nr" }],
  },
  filesystem: {
    families: names(
      "node_filesystem_avail_bytes node_filesystem_device_error node_filesystem_files node_filesystem_files_free node_filesystem_free_bytes node_filesystem_mount_info node_filesystem_purgeable_bytes node_filesystem_readonly node_filesystem_size_bytes",
    ),
    sources: [
      { type: "file", root: "procfs", path: "1/mountinfo" },
      { type: "file", root: "procfs", path: "self/mountinfo" },
      {
        type: "file",
        root: "rootfs",
        path: "**",
        feeds: names(
          "node_filesystem_avail_bytes node_filesystem_device_error node_filesystem_files node_filesystem_files_free node_filesystem_free_bytes node_filesystem_size_bytes",
        ),
      },
      {
        type: "system-call",
        name: "statfs",
        feeds: names(
          "node_filesystem_avail_bytes node_filesystem_device_error node_filesystem_files node_filesystem_files_free node_filesystem_free_bytes node_filesystem_size_bytes",
        ),
      },
    ],
  },
  hwmon: {
    families: names("node_hwmon_* node_hwmon_chip_names node_hwmon_sensor_label"),
    sources: [
      { type: "file", root: "sysfs", path: "class/hwmon/**" },
      { type: "kernel-option", name: "CONFIG_HWMON" },
    ],
  },
  infiniband: {
    families: names(
      "node_infiniband_duplicate_requests_packets_total node_infiniband_excessive_buffer_overrun_errors_total node_infiniband_implied_nak_seq_errors_total node_infiniband_info node_infiniband_legacy_data_received_bytes_total node_infiniband_legacy_data_transmitted_bytes_total node_infiniband_legacy_multicast_packets_received_total node_infiniband_legacy_multicast_packets_transmitted_total node_infiniband_legacy_packets_received_total node_infiniband_legacy_packets_transmitted_total node_infiniband_legacy_unicast_packets_received_total node_infiniband_legacy_unicast_packets_transmitted_total node_infiniband_lifespan_seconds node_infiniband_link_downed_total node_infiniband_link_error_recovery_total node_infiniband_local_ack_timeout_errors_total node_infiniband_local_link_integrity_errors_total node_infiniband_multicast_packets_received_total node_infiniband_multicast_packets_transmitted_total node_infiniband_np_cnp_packets_sent_total node_infiniband_np_ecn_marked_roce_packets_received_total node_infiniband_out_of_buffer_drops_total node_infiniband_out_of_sequence_packets_received_total node_infiniband_packet_sequence_errors_total node_infiniband_physical_state_id node_infiniband_port_constraint_errors_received_total node_infiniband_port_constraint_errors_transmitted_total node_infiniband_port_data_received_bytes_total node_infiniband_port_data_transmitted_bytes_total node_infiniband_port_discards_received_total node_infiniband_port_discards_transmitted_total node_infiniband_port_errors_received_total node_infiniband_port_packets_received_total node_infiniband_port_packets_transmitted_total node_infiniband_port_receive_remote_physical_errors_total node_infiniband_port_receive_switch_relay_errors_total node_infiniband_port_transmit_wait_total node_infiniband_rate_bytes_per_second node_infiniband_req_cqes_errors_total node_infiniband_req_cqes_flush_errors_total node_infiniband_req_remote_access_errors_total node_infiniband_req_remote_invalid_request_errors_total node_infiniband_resp_cqes_errors_total node_infiniband_resp_cqes_flush_errors_total node_infiniband_resp_local_length_errors_total node_infiniband_resp_remote_access_errors_total node_infiniband_rnr_nak_retry_packets_received_total node_infiniband_roce_adp_retransmits_timeout_total node_infiniband_roce_adp_retransmits_total node_infiniband_roce_slow_restart_cnps_total node_infiniband_roce_slow_restart_total node_infiniband_roce_slow_restart_used_total node_infiniband_rp_cnp_ignored_packets_received_total node_infiniband_rp_cnp_packets_handled_total node_infiniband_rx_atomic_requests_total node_infiniband_rx_dct_connect_requests_total node_infiniband_rx_icrc_encapsulated_errors_total node_infiniband_rx_read_requests_total node_infiniband_rx_write_requests_total node_infiniband_state_id node_infiniband_symbol_error_total node_infiniband_unicast_packets_received_total node_infiniband_unicast_packets_transmitted_total node_infiniband_vl15_dropped_total",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "class/infiniband/**" },
      { type: "kernel-option", name: "CONFIG_INFINIBAND" },
    ],
  },
  interrupts: {
    families: names("node_interrupts_group_total node_interrupts_total"),
    sources: [
      { type: "file", root: "procfs", path: "interrupts" },
      { type: "file", root: "sysfs", path: "devices/system/cpu/**", feeds: names("node_interrupts_group_total") },
      { type: "file", root: "sysfs", path: "devices/system/node/**", feeds: names("node_interrupts_group_total") },
    ],
  },
  ipvs: {
    families: names(
      "node_ipvs_backend_connections_active node_ipvs_backend_connections_inactive node_ipvs_backend_weight node_ipvs_connections_total node_ipvs_incoming_bytes_total node_ipvs_incoming_packets_total node_ipvs_outgoing_bytes_total node_ipvs_outgoing_packets_total",
    ),
    sources: [
      {
        type: "file",
        root: "procfs",
        path: "net/ip_vs_stats",
        feeds: names(
          "node_ipvs_connections_total node_ipvs_incoming_bytes_total node_ipvs_incoming_packets_total node_ipvs_outgoing_bytes_total node_ipvs_outgoing_packets_total",
        ),
      },
      {
        type: "file",
        root: "procfs",
        path: "net/ip_vs",
        feeds: names(
          "node_ipvs_backend_connections_active node_ipvs_backend_connections_inactive node_ipvs_backend_weight",
        ),
      },
      { type: "kernel-option", name: "CONFIG_IP_VS" },
    ],
  },
  kernel_hung: {
    families: names("node_kernel_hung_tasks_total"),
    sources: [
      { type: "file", root: "procfs", path: "sys/kernel/hung_task_detect_count" },
      { type: "kernel-option", name: "CONFIG_DETECT_HUNG_TASK" },
    ],
  },
  ksmd: {
    families: names(
      "node_ksmd_full_scans_total node_ksmd_general_profit_bytes node_ksmd_merge_across_nodes node_ksmd_pages_shared node_ksmd_pages_sharing node_ksmd_pages_to_scan node_ksmd_pages_unshared node_ksmd_pages_volatile node_ksmd_run node_ksmd_sleep_seconds",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "kernel/mm/ksm/*" },
      { type: "kernel-option", name: "CONFIG_KSM" },
    ],
  },
  lnstat: { families: names("node_lnstat_*_total"), sources: [{ type: "file", root: "procfs", path: "net/stat/*" }] },
  loadavg: {
    families: names("node_load1 node_load15 node_load5"),
    sources: [{ type: "file", root: "procfs", path: "loadavg" }],
  },
  logind: { families: names("node_logind_sessions"), sources: [{ type: "bus", service: "org.freedesktop.login1" }] },
  mdadm: {
    families: names(
      "node_md_blocks node_md_blocks_synced node_md_degraded node_md_disks node_md_disks_required node_md_raid_disks node_md_state",
    ),
    sources: [
      {
        type: "file",
        root: "procfs",
        path: "mdstat",
        feeds: names("node_md_blocks node_md_blocks_synced node_md_disks node_md_disks_required node_md_state"),
      },
      { type: "file", root: "sysfs", path: "block/*/md/*", feeds: names("node_md_degraded node_md_raid_disks") },
      { type: "kernel-option", name: "CONFIG_BLK_DEV_MD" },
    ],
  },
  meminfo: {
    families: names(
      "node_memory_Active_anon_bytes node_memory_Active_bytes node_memory_Active_file_bytes node_memory_AnonHugePages_bytes node_memory_AnonPages_bytes node_memory_Bounce_bytes node_memory_Buffers_bytes node_memory_Cached_bytes node_memory_CmaFree_bytes node_memory_CmaTotal_bytes node_memory_CommitLimit_bytes node_memory_Committed_AS_bytes node_memory_DirectMap1G_bytes node_memory_DirectMap2M_bytes node_memory_DirectMap4k_bytes node_memory_Dirty_bytes node_memory_HardwareCorrupted_bytes node_memory_HugePages_Free node_memory_HugePages_Rsvd node_memory_HugePages_Surp node_memory_HugePages_Total node_memory_Hugepagesize_bytes node_memory_Inactive_anon_bytes node_memory_Inactive_bytes node_memory_Inactive_file_bytes node_memory_KernelStack_bytes node_memory_Mapped_bytes node_memory_MemAvailable_bytes node_memory_MemFree_bytes node_memory_MemTotal_bytes node_memory_Mlocked_bytes node_memory_NFS_Unstable_bytes node_memory_PageTables_bytes node_memory_Percpu_bytes node_memory_SReclaimable_bytes node_memory_SUnreclaim_bytes node_memory_ShmemHugePages_bytes node_memory_ShmemPmdMapped_bytes node_memory_Shmem_bytes node_memory_Slab_bytes node_memory_SwapCached_bytes node_memory_SwapFree_bytes node_memory_SwapTotal_bytes node_memory_Unevictable_bytes node_memory_VmallocChunk_bytes node_memory_VmallocTotal_bytes node_memory_VmallocUsed_bytes node_memory_WritebackTmp_bytes node_memory_Writeback_bytes node_memory_Zswap_bytes node_memory_Zswapped_bytes",
    ),
    sources: [{ type: "file", root: "procfs", path: "meminfo" }],
  },
  meminfo_numa: {
    families: names("node_memory_numa_*"),
    sources: [
      { type: "file", root: "sysfs", path: "devices/system/node/node*/meminfo" },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/node/node*/numastat",
        feeds: names("node_memory_numa_*_total"),
      },
      { type: "kernel-option", name: "CONFIG_NUMA" },
    ],
  },
  mountstats: {
    families: names(
      "node_mountstats_nfs_age_seconds_total node_mountstats_nfs_direct_read_bytes_total node_mountstats_nfs_direct_write_bytes_total node_mountstats_nfs_event_attribute_invalidate_total node_mountstats_nfs_event_data_invalidate_total node_mountstats_nfs_event_dnode_revalidate_total node_mountstats_nfs_event_inode_revalidate_total node_mountstats_nfs_event_jukebox_delay_total node_mountstats_nfs_event_pnfs_read_total node_mountstats_nfs_event_pnfs_write_total node_mountstats_nfs_event_short_read_total node_mountstats_nfs_event_short_write_total node_mountstats_nfs_event_silly_rename_total node_mountstats_nfs_event_truncation_total node_mountstats_nfs_event_vfs_access_total node_mountstats_nfs_event_vfs_file_release_total node_mountstats_nfs_event_vfs_flush_total node_mountstats_nfs_event_vfs_fsync_total node_mountstats_nfs_event_vfs_getdents_total node_mountstats_nfs_event_vfs_lock_total node_mountstats_nfs_event_vfs_lookup_total node_mountstats_nfs_event_vfs_open_total node_mountstats_nfs_event_vfs_read_page_total node_mountstats_nfs_event_vfs_read_pages_total node_mountstats_nfs_event_vfs_setattr_total node_mountstats_nfs_event_vfs_update_page_total node_mountstats_nfs_event_vfs_write_page_total node_mountstats_nfs_event_vfs_write_pages_total node_mountstats_nfs_event_write_extension_total node_mountstats_nfs_mountpoint_info node_mountstats_nfs_operations_major_timeouts_total node_mountstats_nfs_operations_queue_time_seconds_total node_mountstats_nfs_operations_received_bytes_total node_mountstats_nfs_operations_request_time_seconds_total node_mountstats_nfs_operations_requests_total node_mountstats_nfs_operations_response_time_seconds_total node_mountstats_nfs_operations_sent_bytes_total node_mountstats_nfs_operations_transmissions_total node_mountstats_nfs_read_bytes_total node_mountstats_nfs_read_pages_total node_mountstats_nfs_total_read_bytes_total node_mountstats_nfs_total_write_bytes_total node_mountstats_nfs_transport_backlog_queue_total node_mountstats_nfs_transport_bad_transaction_ids_total node_mountstats_nfs_transport_bind_total node_mountstats_nfs_transport_connect_total node_mountstats_nfs_transport_idle_time_seconds node_mountstats_nfs_transport_maximum_rpc_slots node_mountstats_nfs_transport_pending_queue_total node_mountstats_nfs_transport_receives_total node_mountstats_nfs_transport_sending_queue_total node_mountstats_nfs_transport_sends_total node_mountstats_nfs_write_bytes_total node_mountstats_nfs_write_pages_total",
    ),
    sources: [
      { type: "file", root: "procfs", path: "self/mountstats" },
      { type: "file", root: "procfs", path: "self/mountinfo" },
      { type: "kernel-option", name: "CONFIG_NFS_FS" },
    ],
  },
  netclass: {
    families: names(
      "node_network_address_assign_type node_network_altnames_info node_network_carrier node_network_carrier_changes_total node_network_carrier_down_changes_total node_network_carrier_up_changes_total node_network_collisions_total node_network_device_id node_network_dormant node_network_flags node_network_iface_id node_network_iface_link node_network_iface_link_mode node_network_info node_network_mtu_bytes node_network_multicast_total node_network_name_assign_type node_network_net_dev_group node_network_protocol_type node_network_receive_bytes_total node_network_receive_compressed_total node_network_receive_crc_errors_total node_network_receive_dropped_total node_network_receive_errors_total node_network_receive_fifo_errors_total node_network_receive_frame_errors_total node_network_receive_length_errors_total node_network_receive_missed_errors_total node_network_receive_nohandler_total node_network_receive_over_errors_total node_network_receive_packets_total node_network_speed_bytes node_network_transmit_aborted_errors_total node_network_transmit_bytes_total node_network_transmit_carrier_errors_total node_network_transmit_compressed_total node_network_transmit_dropped_total node_network_transmit_errors_total node_network_transmit_fifo_errors_total node_network_transmit_heartbeat_errors_total node_network_transmit_packets_total node_network_transmit_queue_length node_network_transmit_window_errors_total node_network_up",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "class/net/**" },
      { type: "netlink", protocol: "route" },
      { type: "netlink", protocol: "generic" },
    ],
  },
  netdev: {
    families: names("node_network_*_total node_network_address_info"),
    sources: [
      { type: "netlink", protocol: "route" },
      { type: "file", root: "procfs", path: "net/dev", feeds: names("node_network_*_total") },
      { type: "file", root: "sysfs", path: "class/net/*/ifalias", feeds: names("node_network_*_total") },
      { type: "system-call", name: "ioctl(SIOCGIFNAME)", feeds: names("node_network_address_info") },
    ],
  },
  netstat: {
    families: names("node_netstat_*"),
    sources: [
      { type: "file", root: "procfs", path: "net/netstat" },
      { type: "file", root: "procfs", path: "net/snmp" },
      { type: "file", root: "procfs", path: "net/snmp6" },
    ],
  },
  network_route: {
    families: names("node_network_route_info node_network_routes"),
    sources: [
      { type: "netlink", protocol: "route" },
      { type: "system-call", name: "ioctl(SIOCGIFNAME)" },
    ],
  },
  nfs: {
    families: names(
      "node_nfs_connections_total node_nfs_packets_total node_nfs_requests_total node_nfs_rpc_authentication_refreshes_total node_nfs_rpc_retransmissions_total node_nfs_rpcs_total",
    ),
    sources: [
      { type: "file", root: "procfs", path: "net/rpc/nfs" },
      { type: "kernel-option", name: "CONFIG_NFS_FS" },
    ],
  },
  nfsd: {
    families: names(
      "node_nfsd_connections_total node_nfsd_disk_bytes_read_total node_nfsd_disk_bytes_written_total node_nfsd_file_handles_stale_total node_nfsd_packets_total node_nfsd_read_ahead_cache_not_found_total node_nfsd_read_ahead_cache_size_blocks node_nfsd_reply_cache_hits_total node_nfsd_reply_cache_misses_total node_nfsd_reply_cache_nocache_total node_nfsd_requests_total node_nfsd_rpc_errors_total node_nfsd_server_rpcs_total node_nfsd_server_threads",
    ),
    sources: [
      { type: "file", root: "procfs", path: "net/rpc/nfsd" },
      { type: "kernel-option", name: "CONFIG_NFSD" },
    ],
  },
  ntp: {
    families: names(
      "node_ntp_leap node_ntp_offset_seconds node_ntp_reference_timestamp_seconds node_ntp_root_delay_seconds node_ntp_root_dispersion_seconds node_ntp_rtt_seconds node_ntp_sanity node_ntp_stratum",
    ),
    sources: [
      { type: "network", flag: "collector.ntp.server" },
      { type: "system-call", name: "adjtimex" },
    ],
  },
  nvme: {
    families: names(
      "node_nvme_info node_nvme_namespace_capacity_bytes node_nvme_namespace_info node_nvme_namespace_logical_block_size_bytes node_nvme_namespace_size_bytes node_nvme_namespace_used_bytes",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "class/nvme/**" },
      { type: "kernel-option", name: "CONFIG_NVME_CORE" },
    ],
  },
  nvmesubsystem: {
    families: names(
      "node_nvmesubsystem_info node_nvmesubsystem_namespace_info node_nvmesubsystem_path_state node_nvmesubsystem_paths node_nvmesubsystem_paths_live",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "class/nvme-subsystem/**" },
      { type: "kernel-option", name: "CONFIG_NVME_CORE" },
    ],
  },
  os: {
    families: names("node_os_info node_os_support_end_timestamp_seconds node_os_version"),
    sources: [
      { type: "file", root: "rootfs", path: "etc/os-release" },
      { type: "file", root: "rootfs", path: "usr/lib/os-release" },
    ],
  },
  pcidevice: {
    families: names(
      "node_pcidevice_current_link_transfers_per_second node_pcidevice_current_link_width node_pcidevice_d3cold_allowed node_pcidevice_info node_pcidevice_max_link_transfers_per_second node_pcidevice_max_link_width node_pcidevice_numa_node node_pcidevice_power_state node_pcidevice_sriov_drivers_autoprobe node_pcidevice_sriov_numvfs node_pcidevice_sriov_totalvfs node_pcidevice_sriov_vf_total_msix",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "bus/pci/devices/**" },
      { type: "file", root: "host", path: "/usr/share/misc/pci.ids", feeds: names("node_pcidevice_info") },
      { type: "file", root: "host", path: "/usr/share/hwdata/pci.ids", feeds: names("node_pcidevice_info") },
      { type: "kernel-option", name: "CONFIG_PCI" },
    ],
  },
  perf: {
    families: names(
      "node_perf_* node_perf_branch_instructions_total node_perf_branch_misses_total node_perf_cache_bpu_read_hits_total node_perf_cache_bpu_read_misses_total node_perf_cache_l1_instr_read_misses_total node_perf_cache_l1d_read_hits_total node_perf_cache_l1d_read_misses_total node_perf_cache_l1d_write_hits_total node_perf_cache_ll_read_hits_total node_perf_cache_ll_read_misses_total node_perf_cache_ll_write_hits_total node_perf_cache_ll_write_misses_total node_perf_cache_misses_total node_perf_cache_refs_total node_perf_cache_tlb_data_read_hits_total node_perf_cache_tlb_data_read_misses_total node_perf_cache_tlb_data_write_hits_total node_perf_cache_tlb_data_write_misses_total node_perf_cache_tlb_instr_read_hits_total node_perf_cache_tlb_instr_read_misses_total node_perf_context_switches_total node_perf_cpu_migrations_total node_perf_cpucycles_total node_perf_group_branch_instructions_total node_perf_group_branch_misses_total node_perf_group_cache_bpu_read_hits_total node_perf_group_cache_bpu_read_misses_total node_perf_group_cache_l1_instr_read_misses_total node_perf_group_cache_l1d_read_hits_total node_perf_group_cache_l1d_read_misses_total node_perf_group_cache_l1d_write_hits_total node_perf_group_cache_ll_read_hits_total node_perf_group_cache_ll_read_misses_total node_perf_group_cache_ll_write_hits_total node_perf_group_cache_ll_write_misses_total node_perf_group_cache_misses_total node_perf_group_cache_refs_total node_perf_group_cache_tlb_data_read_hits_total node_perf_group_cache_tlb_data_read_misses_total node_perf_group_cache_tlb_data_write_hits_total node_perf_group_cache_tlb_data_write_misses_total node_perf_group_cache_tlb_instr_read_hits_total node_perf_group_cache_tlb_instr_read_misses_total node_perf_group_context_switches_total node_perf_group_cpu_migrations_total node_perf_group_cpucycles_total node_perf_group_instructions_total node_perf_group_major_faults_total node_perf_group_minor_faults_total node_perf_group_page_faults_total node_perf_group_ref_cpucycles_total node_perf_group_stalled_cycles_backend_total node_perf_group_stalled_cycles_frontend_total node_perf_instructions_total node_perf_major_faults_total node_perf_minor_faults_total node_perf_page_faults_total node_perf_ref_cpucycles_total node_perf_stalled_cycles_backend_total node_perf_stalled_cycles_frontend_total",
    ),
    sources: [
      { type: "system-call", name: "perf_event_open" },
      { type: "file", root: "host", path: "/proc/self/status" },
      { type: "file", root: "host", path: "/proc/self/mountinfo", feeds: names("node_perf_*") },
      { type: "file", root: "host", path: "/sys/kernel/tracing/events/**", feeds: names("node_perf_*") },
      { type: "capability", name: "CAP_PERFMON" },
      { type: "kernel-option", name: "CONFIG_PERF_EVENTS" },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/cpu/**",
        feeds: names(
          "node_perf_group_branch_instructions_total node_perf_group_branch_misses_total node_perf_group_cache_bpu_read_hits_total node_perf_group_cache_bpu_read_misses_total node_perf_group_cache_l1_instr_read_misses_total node_perf_group_cache_l1d_read_hits_total node_perf_group_cache_l1d_read_misses_total node_perf_group_cache_l1d_write_hits_total node_perf_group_cache_ll_read_hits_total node_perf_group_cache_ll_read_misses_total node_perf_group_cache_ll_write_hits_total node_perf_group_cache_ll_write_misses_total node_perf_group_cache_misses_total node_perf_group_cache_refs_total node_perf_group_cache_tlb_data_read_hits_total node_perf_group_cache_tlb_data_read_misses_total node_perf_group_cache_tlb_data_write_hits_total node_perf_group_cache_tlb_data_write_misses_total node_perf_group_cache_tlb_instr_read_hits_total node_perf_group_cache_tlb_instr_read_misses_total node_perf_group_context_switches_total node_perf_group_cpu_migrations_total node_perf_group_cpucycles_total node_perf_group_instructions_total node_perf_group_major_faults_total node_perf_group_minor_faults_total node_perf_group_page_faults_total node_perf_group_ref_cpucycles_total node_perf_group_stalled_cycles_backend_total node_perf_group_stalled_cycles_frontend_total",
        ),
      },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/node/**",
        feeds: names(
          "node_perf_group_branch_instructions_total node_perf_group_branch_misses_total node_perf_group_cache_bpu_read_hits_total node_perf_group_cache_bpu_read_misses_total node_perf_group_cache_l1_instr_read_misses_total node_perf_group_cache_l1d_read_hits_total node_perf_group_cache_l1d_read_misses_total node_perf_group_cache_l1d_write_hits_total node_perf_group_cache_ll_read_hits_total node_perf_group_cache_ll_read_misses_total node_perf_group_cache_ll_write_hits_total node_perf_group_cache_ll_write_misses_total node_perf_group_cache_misses_total node_perf_group_cache_refs_total node_perf_group_cache_tlb_data_read_hits_total node_perf_group_cache_tlb_data_read_misses_total node_perf_group_cache_tlb_data_write_hits_total node_perf_group_cache_tlb_data_write_misses_total node_perf_group_cache_tlb_instr_read_hits_total node_perf_group_cache_tlb_instr_read_misses_total node_perf_group_context_switches_total node_perf_group_cpu_migrations_total node_perf_group_cpucycles_total node_perf_group_instructions_total node_perf_group_major_faults_total node_perf_group_minor_faults_total node_perf_group_page_faults_total node_perf_group_ref_cpucycles_total node_perf_group_stalled_cycles_backend_total node_perf_group_stalled_cycles_frontend_total",
        ),
      },
    ],
  },
  powersupplyclass: {
    families: names(
      "node_power_supply_authentic node_power_supply_calibrate node_power_supply_capacity node_power_supply_capacity_alert_max node_power_supply_capacity_alert_min node_power_supply_charge_ampere node_power_supply_charge_control_limit node_power_supply_charge_control_limit_max node_power_supply_charge_counter node_power_supply_charge_empty node_power_supply_charge_empty_design node_power_supply_charge_full node_power_supply_charge_full_design node_power_supply_charge_term_current node_power_supply_constant_charge_current node_power_supply_constant_charge_current_max node_power_supply_constant_charge_voltage node_power_supply_constant_charge_voltage_max node_power_supply_current_ampere node_power_supply_current_boot node_power_supply_current_max node_power_supply_cyclecount node_power_supply_energy_empty node_power_supply_energy_empty_design node_power_supply_energy_full node_power_supply_energy_full_design node_power_supply_energy_watthour node_power_supply_info node_power_supply_input_current_limit node_power_supply_online node_power_supply_power_watt node_power_supply_precharge_current node_power_supply_present node_power_supply_temp_alert_max_celsius node_power_supply_temp_alert_min_celsius node_power_supply_temp_ambient_celsius node_power_supply_temp_ambient_max_celsius node_power_supply_temp_ambient_min_celsius node_power_supply_temp_celsius node_power_supply_temp_max_celsius node_power_supply_temp_min_celsius node_power_supply_time_to_empty_seconds node_power_supply_time_to_full_seconds node_power_supply_voltage_boot node_power_supply_voltage_max node_power_supply_voltage_max_design node_power_supply_voltage_min node_power_supply_voltage_min_design node_power_supply_voltage_ocv node_power_supply_voltage_volt",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "class/power_supply/**" },
      { type: "kernel-option", name: "CONFIG_POWER_SUPPLY" },
    ],
  },
  pressure: {
    families: names(
      "node_pressure_cpu_waiting_seconds_total node_pressure_io_stalled_seconds_total node_pressure_io_waiting_seconds_total node_pressure_irq_stalled_seconds_total node_pressure_memory_stalled_seconds_total node_pressure_memory_waiting_seconds_total",
    ),
    sources: [
      { type: "file", root: "procfs", path: "pressure/*" },
      { type: "kernel-option", name: "CONFIG_PSI" },
    ],
  },
  processes: {
    families: names(
      "node_processes_max_processes node_processes_max_threads node_processes_pids node_processes_state node_processes_threads node_processes_threads_state",
    ),
    sources: [
      {
        type: "file",
        root: "procfs",
        path: "*/stat",
        feeds: names("node_processes_pids node_processes_state node_processes_threads"),
      },
      { type: "file", root: "procfs", path: "*/task/**", feeds: names("node_processes_threads_state") },
      { type: "file", root: "procfs", path: "sys/kernel/threads-max", feeds: names("node_processes_max_threads") },
      { type: "file", root: "procfs", path: "sys/kernel/pid_max", feeds: names("node_processes_max_processes") },
    ],
  },
  qdisc: {
    families: names(
      "node_qdisc_backlog node_qdisc_bytes_total node_qdisc_current_queue_length node_qdisc_drops_total node_qdisc_overlimits_total node_qdisc_packets_total node_qdisc_requeues_total",
    ),
    sources: [
      { type: "netlink", protocol: "route" },
      { type: "system-call", name: "ioctl(SIOCGIFNAME)" },
    ],
  },
  rapl: {
    families: names("node_rapl_*_joules_total node_rapl_joules_total"),
    sources: [
      { type: "file", root: "sysfs", path: "class/powercap/**" },
      { type: "capability", name: "CAP_DAC_READ_SEARCH" },
      { type: "kernel-option", name: "CONFIG_POWERCAP" },
    ],
  },
  runit: {
    families: names(
      "node_service_desired_state node_service_normal_state node_service_state node_service_state_last_change_timestamp_seconds",
    ),
    sources: [{ type: "file", root: "host", path: "/etc/service/**" }],
  },
  schedstat: {
    families: names(
      "node_schedstat_group_running_seconds_total node_schedstat_group_timeslices_total node_schedstat_group_waiting_seconds_total node_schedstat_running_seconds_total node_schedstat_timeslices_total node_schedstat_waiting_seconds_total",
    ),
    sources: [
      { type: "file", root: "procfs", path: "schedstat" },
      { type: "kernel-option", name: "CONFIG_SCHEDSTATS" },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/cpu/**",
        feeds: names(
          "node_schedstat_group_running_seconds_total node_schedstat_group_timeslices_total node_schedstat_group_waiting_seconds_total",
        ),
      },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/node/**",
        feeds: names(
          "node_schedstat_group_running_seconds_total node_schedstat_group_timeslices_total node_schedstat_group_waiting_seconds_total",
        ),
      },
    ],
  },
  selinux: {
    families: names("node_selinux_config_mode node_selinux_current_mode node_selinux_enabled"),
    sources: [
      { type: "file", root: "host", path: "/proc/self/mountinfo", feeds: names("node_selinux_enabled") },
      { type: "file", root: "host", path: "/proc/thread-self/attr/current", feeds: names("node_selinux_enabled") },
      { type: "file", root: "host", path: "/proc/self/attr/current", feeds: names("node_selinux_enabled") },
      { type: "file", root: "host", path: "/etc/selinux/config", feeds: names("node_selinux_config_mode") },
      { type: "file", root: "host", path: "/sys/fs/selinux/enforce", feeds: names("node_selinux_current_mode") },
      { type: "kernel-option", name: "CONFIG_SECURITY_SELINUX" },
    ],
  },
  slabinfo: {
    families: names(
      "node_slabinfo_active_objects node_slabinfo_object_size_bytes node_slabinfo_objects node_slabinfo_objects_per_slab node_slabinfo_pages_per_slab",
    ),
    sources: [
      { type: "file", root: "procfs", path: "slabinfo" },
      { type: "capability", name: "CAP_DAC_READ_SEARCH" },
      { type: "kernel-option", name: "CONFIG_SLUB_DEBUG" },
    ],
  },
  sockstat: {
    families: names("node_sockstat_* node_sockstat_sockets_used"),
    sources: [
      { type: "file", root: "procfs", path: "net/sockstat" },
      { type: "file", root: "procfs", path: "net/sockstat6", feeds: names("node_sockstat_*") },
    ],
  },
  softirqs: {
    families: names("node_softirqs_functions_total node_softirqs_group_functions_total"),
    sources: [
      { type: "file", root: "procfs", path: "softirqs" },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/cpu/**",
        feeds: names("node_softirqs_group_functions_total"),
      },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/node/**",
        feeds: names("node_softirqs_group_functions_total"),
      },
    ],
  },
  softnet: {
    families: names(
      "node_softnet_backlog_len node_softnet_cpu_collision_total node_softnet_dropped_total node_softnet_flow_limit_count_total node_softnet_group_backlog_len node_softnet_group_cpu_collision_total node_softnet_group_dropped_total node_softnet_group_flow_limit_count_total node_softnet_group_processed_total node_softnet_group_received_rps_total node_softnet_group_times_squeezed_total node_softnet_processed_total node_softnet_received_rps_total node_softnet_times_squeezed_total",
    ),
    sources: [
      { type: "file", root: "procfs", path: "net/softnet_stat" },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/cpu/**",
        feeds: names(
          "node_softnet_group_backlog_len node_softnet_group_cpu_collision_total node_softnet_group_dropped_total node_softnet_group_flow_limit_count_total node_softnet_group_processed_total node_softnet_group_received_rps_total node_softnet_group_times_squeezed_total",
        ),
      },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/node/**",
        feeds: names(
          "node_softnet_group_backlog_len node_softnet_group_cpu_collision_total node_softnet_group_dropped_total node_softnet_group_flow_limit_count_total node_softnet_group_processed_total node_softnet_group_received_rps_total node_softnet_group_times_squeezed_total",
        ),
      },
    ],
  },
  stat: {
    families: names(
      "node_boot_time_seconds node_context_switches_total node_forks_total node_intr_total node_procs_blocked node_procs_running node_softirqs_total",
    ),
    sources: [{ type: "file", root: "procfs", path: "stat" }],
  },
  supervisord: {
    families: names(
      "node_supervisord_exit_status node_supervisord_start_time_seconds node_supervisord_state node_supervisord_up",
    ),
    sources: [{ type: "network", flag: "collector.supervisord.url" }],
  },
  swap: {
    families: names("node_swap_priority node_swap_size_bytes node_swap_used_bytes"),
    sources: [
      { type: "file", root: "procfs", path: "swaps" },
      { type: "kernel-option", name: "CONFIG_SWAP" },
    ],
  },
  sysctl: {
    families: names("node_sysctl_* node_sysctl_info"),
    sources: [{ type: "file", root: "procfs", path: "sys/**" }],
  },
  systemd: {
    families: names(
      "node_systemd_service_restart_total node_systemd_socket_accepted_connections_total node_systemd_socket_current_connections node_systemd_socket_refused_connections_total node_systemd_system_running node_systemd_timer_last_trigger_seconds node_systemd_unit_start_time_seconds node_systemd_unit_state node_systemd_unit_tasks_current node_systemd_unit_tasks_max node_systemd_units node_systemd_version node_systemd_virtualization_info",
    ),
    sources: [
      { type: "bus", service: "org.freedesktop.systemd1" },
      { type: "file", root: "host", path: "/run/systemd/private" },
    ],
  },
  tapestats: {
    families: names(
      "node_tape_io_now node_tape_io_others_total node_tape_io_time_seconds_total node_tape_read_bytes_total node_tape_read_time_seconds_total node_tape_reads_completed_total node_tape_residual_total node_tape_write_time_seconds_total node_tape_writes_completed_total node_tape_written_bytes_total",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "class/scsi_tape/**" },
      { type: "kernel-option", name: "CONFIG_CHR_DEV_ST" },
    ],
  },
  tcpstat: {
    families: names("node_tcp_connection_states"),
    sources: [
      { type: "netlink", protocol: "sock-diag" },
      { type: "file", root: "procfs", path: "net/tcp6" },
      { type: "kernel-option", name: "CONFIG_INET_TCP_DIAG" },
    ],
  },
  textfile: {
    families: names("node_textfile_file_scrape_error node_textfile_mtime_seconds node_textfile_scrape_error"),
    sources: [{ type: "file", root: "host", path: "/**" }],
  },
  thermal_zone: {
    families: names("node_cooling_device_cur_state node_cooling_device_max_state node_thermal_zone_temp"),
    sources: [
      { type: "file", root: "sysfs", path: "class/thermal/**" },
      { type: "kernel-option", name: "CONFIG_THERMAL" },
    ],
  },
  time: {
    families: names(
      "node_time_clocksource_available_info node_time_clocksource_current_info node_time_seconds node_time_zone_offset_seconds",
    ),
    sources: [
      { type: "file", root: "host", path: "/etc/localtime", feeds: names("node_time_zone_offset_seconds") },
      { type: "file", root: "host", path: "/usr/share/zoneinfo/**", feeds: names("node_time_zone_offset_seconds") },
      {
        type: "file",
        root: "sysfs",
        path: "devices/system/clocksource/**",
        feeds: names("node_time_clocksource_available_info node_time_clocksource_current_info"),
      },
    ],
  },
  timex: {
    families: names(
      "node_timex_estimated_error_seconds node_timex_frequency_adjustment_ratio node_timex_loop_time_constant node_timex_maxerror_seconds node_timex_offset_seconds node_timex_pps_calibration_total node_timex_pps_error_total node_timex_pps_frequency_hertz node_timex_pps_jitter_seconds node_timex_pps_jitter_total node_timex_pps_shift_seconds node_timex_pps_stability_exceeded_total node_timex_pps_stability_hertz node_timex_status node_timex_sync_status node_timex_tai_offset_seconds node_timex_tick_seconds",
    ),
    sources: [{ type: "system-call", name: "adjtimex" }],
  },
  udp_queues: {
    families: names("node_udp_queues"),
    sources: [
      { type: "file", root: "procfs", path: "net/udp" },
      { type: "file", root: "procfs", path: "net/udp6" },
      { type: "file", root: "procfs", path: "net/sockstat" },
      { type: "file", root: "procfs", path: "net/sockstat6" },
    ],
  },
  uname: {
    families: names("node_uname_info"),
    sources: [
      { type: "system-call", name: "uname" },
      { type: "file", root: "host", path: "/proc/sys/kernel/domainname" },
    ],
  },
  vmstat: { families: names("node_vmstat_*"), sources: [{ type: "file", root: "procfs", path: "vmstat" }] },
  watchdog: {
    families: names(
      "node_watchdog_access_cs0 node_watchdog_bootstatus node_watchdog_fw_version node_watchdog_info node_watchdog_nowayout node_watchdog_pretimeout_seconds node_watchdog_timeleft_seconds node_watchdog_timeout_seconds",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "class/watchdog/**" },
      { type: "kernel-option", name: "CONFIG_WATCHDOG_SYSFS" },
    ],
  },
  wifi: {
    families: names(
      "node_wifi_interface_frequency_hertz node_wifi_station_beacon_loss_total node_wifi_station_connected_seconds_total node_wifi_station_inactive_seconds node_wifi_station_info node_wifi_station_receive_bits_per_second node_wifi_station_receive_bytes_total node_wifi_station_received_packets_total node_wifi_station_signal_dbm node_wifi_station_transmit_bits_per_second node_wifi_station_transmit_bytes_total node_wifi_station_transmit_failed_total node_wifi_station_transmit_retries_total node_wifi_station_transmitted_packets_total",
    ),
    sources: [
      { type: "netlink", protocol: "generic" },
      { type: "kernel-option", name: "CONFIG_CFG80211" },
    ],
  },
  xfrm: {
    families: names(
      "node_xfrm_acquire_error_packets_total node_xfrm_fwd_hdr_error_packets_total node_xfrm_in_buffer_error_packets_total node_xfrm_in_error_packets_total node_xfrm_in_hdr_error_packets_total node_xfrm_in_no_pols_packets_total node_xfrm_in_no_states_packets_total node_xfrm_in_pol_block_packets_total node_xfrm_in_pol_error_packets_total node_xfrm_in_state_expired_packets_total node_xfrm_in_state_invalid_packets_total node_xfrm_in_state_mismatch_packets_total node_xfrm_in_state_mode_error_packets_total node_xfrm_in_state_proto_error_packets_total node_xfrm_in_state_seq_error_packets_total node_xfrm_in_tmpl_mismatch_packets_total node_xfrm_out_bundle_check_error_packets_total node_xfrm_out_bundle_gen_error_packets_total node_xfrm_out_error_packets_total node_xfrm_out_no_states_packets_total node_xfrm_out_pol_block_packets_total node_xfrm_out_pol_dead_packets_total node_xfrm_out_pol_error_packets_total node_xfrm_out_state_expired_packets_total node_xfrm_out_state_invalid_packets_total node_xfrm_out_state_mode_error_packets_total node_xfrm_out_state_proto_error_packets_total node_xfrm_out_state_seq_error_packets_total",
    ),
    sources: [
      { type: "file", root: "procfs", path: "net/xfrm_stat" },
      { type: "kernel-option", name: "CONFIG_XFRM_STATISTICS" },
    ],
  },
  xfs: {
    families: names(
      "node_xfs_allocation_btree_compares_total node_xfs_allocation_btree_lookups_total node_xfs_allocation_btree_records_deleted_total node_xfs_allocation_btree_records_inserted_total node_xfs_block_map_btree_compares_total node_xfs_block_map_btree_lookups_total node_xfs_block_map_btree_records_deleted_total node_xfs_block_map_btree_records_inserted_total node_xfs_block_mapping_extent_list_compares_total node_xfs_block_mapping_extent_list_deletions_total node_xfs_block_mapping_extent_list_insertions_total node_xfs_block_mapping_extent_list_lookups_total node_xfs_block_mapping_reads_total node_xfs_block_mapping_unmaps_total node_xfs_block_mapping_writes_total node_xfs_directory_operation_create_total node_xfs_directory_operation_getdents_total node_xfs_directory_operation_lookup_total node_xfs_directory_operation_remove_total node_xfs_extent_allocation_blocks_allocated_total node_xfs_extent_allocation_blocks_freed_total node_xfs_extent_allocation_extents_allocated_total node_xfs_extent_allocation_extents_freed_total node_xfs_inode_operation_attempts_total node_xfs_inode_operation_attribute_changes_total node_xfs_inode_operation_duplicates_total node_xfs_inode_operation_found_total node_xfs_inode_operation_missed_total node_xfs_inode_operation_reclaims_total node_xfs_inode_operation_recycled_total node_xfs_read_calls_total node_xfs_vnode_active_total node_xfs_vnode_allocate_total node_xfs_vnode_get_total node_xfs_vnode_hold_total node_xfs_vnode_reclaim_total node_xfs_vnode_release_total node_xfs_vnode_remove_total node_xfs_write_calls_total",
    ),
    sources: [
      { type: "file", root: "sysfs", path: "fs/xfs/*/stats/stats" },
      { type: "kernel-option", name: "CONFIG_XFS_FS" },
    ],
  },
  zfs: {
    families: names("node_zfs_* node_zfs_zpool_state"),
    sources: [{ type: "file", root: "procfs", path: "spl/kstat/zfs/**" }],
  },
  zoneinfo: {
    families: names(
      "node_zoneinfo_high_pages node_zoneinfo_low_pages node_zoneinfo_managed_pages node_zoneinfo_min_pages node_zoneinfo_nr_active_anon_pages node_zoneinfo_nr_active_file_pages node_zoneinfo_nr_anon_pages node_zoneinfo_nr_anon_transparent_hugepages node_zoneinfo_nr_dirtied_total node_zoneinfo_nr_dirty_pages node_zoneinfo_nr_file_pages node_zoneinfo_nr_free_pages node_zoneinfo_nr_inactive_anon_pages node_zoneinfo_nr_inactive_file_pages node_zoneinfo_nr_isolated_anon_pages node_zoneinfo_nr_isolated_file_pages node_zoneinfo_nr_kernel_stacks node_zoneinfo_nr_mapped_pages node_zoneinfo_nr_mlock_stack_pages node_zoneinfo_nr_shmem_pages node_zoneinfo_nr_slab_reclaimable_pages node_zoneinfo_nr_slab_unreclaimable_pages node_zoneinfo_nr_unevictable_pages node_zoneinfo_nr_writeback_pages node_zoneinfo_nr_written_total node_zoneinfo_numa_foreign_total node_zoneinfo_numa_hit_total node_zoneinfo_numa_interleave_total node_zoneinfo_numa_local_total node_zoneinfo_numa_miss_total node_zoneinfo_numa_other_total node_zoneinfo_present_pages node_zoneinfo_protection_* node_zoneinfo_scanned_pages node_zoneinfo_spanned_pages",
    ),
    sources: [{ type: "file", root: "procfs", path: "zoneinfo" }],
  },
};

/** Families of the exporter itself. */
export const ownFamilies: readonly string[] = names(
  "node_exporter_build_info node_exporter_collection_time_used_ratio node_exporter_collection_timeouts_total node_exporter_collections_total node_exporter_collector_bytes node_exporter_collector_cpu_seconds_total node_exporter_collector_failed node_exporter_collector_records_skipped node_exporter_collector_samples node_exporter_collector_series_dropped node_exporter_collector_timed_out node_exporter_collector_timeouts_total node_exporter_config_last_reload_success_timestamp_seconds node_exporter_config_last_reload_successful node_exporter_log_lines_dropped_total node_exporter_scrape_phase_seconds node_exporter_scrapes_coalesced_total node_exporter_web_certificate_expiry_timestamp_seconds node_exporter_web_configuration_current node_exporter_web_configuration_failures_total node_exporter_web_connections node_exporter_web_connections_accepted_total node_exporter_web_connections_rejected_total node_exporter_web_requests_rate_limited_total node_exporter_web_requests_unauthorized_total node_exporter_web_responses_stalled_total node_exporter_web_tls_handshakes_refused_total node_exporter_worker_busy_ratio node_exporter_worker_external_memory_bytes node_exporter_worker_heap_size_bytes node_exporter_worker_heap_used_bytes node_exporter_worker_kept_descriptors node_exporter_worker_restarts_total node_exporter_workers node_scrape_collector_duration_seconds node_scrape_collector_success nodejs_eventloop_utilization_ratio nodejs_external_memory_bytes nodejs_heap_size_total_bytes nodejs_heap_size_used_bytes nodejs_version_info process_cpu_seconds_total process_max_fds process_network_receive_bytes_total process_network_transmit_bytes_total process_open_fds process_resident_memory_bytes process_start_time_seconds process_virtual_memory_bytes process_virtual_memory_max_bytes promhttp_metric_handler_errors_total promhttp_metric_handler_requests_in_flight promhttp_metric_handler_requests_total",
);

/** Families of collectors and of the exporter, by their type and label names; `*` where samples differ in theirs. */
export const namesByShape: Readonly<Record<string, readonly string[]>> = {
  counter: names(
    "node_context_switches_total node_exporter_collection_timeouts_total node_exporter_collections_total node_exporter_log_lines_dropped_total node_exporter_scrapes_coalesced_total node_exporter_web_configuration_failures_total node_exporter_web_connections_accepted_total node_exporter_web_connections_rejected_total node_exporter_web_requests_rate_limited_total node_exporter_web_requests_unauthorized_total node_exporter_web_responses_stalled_total node_exporter_web_tls_handshakes_refused_total node_exporter_worker_restarts_total node_forks_total node_intr_total node_ipvs_connections_total node_ipvs_incoming_bytes_total node_ipvs_incoming_packets_total node_ipvs_outgoing_bytes_total node_ipvs_outgoing_packets_total node_kernel_hung_tasks_total node_ksmd_full_scans_total node_nfs_connections_total node_nfs_rpc_authentication_refreshes_total node_nfs_rpc_retransmissions_total node_nfs_rpcs_total node_nfsd_connections_total node_nfsd_disk_bytes_read_total node_nfsd_disk_bytes_written_total node_nfsd_file_handles_stale_total node_nfsd_read_ahead_cache_not_found_total node_nfsd_reply_cache_hits_total node_nfsd_reply_cache_misses_total node_nfsd_reply_cache_nocache_total node_nfsd_server_rpcs_total node_pressure_cpu_waiting_seconds_total node_pressure_io_stalled_seconds_total node_pressure_io_waiting_seconds_total node_pressure_irq_stalled_seconds_total node_pressure_memory_stalled_seconds_total node_pressure_memory_waiting_seconds_total node_timex_pps_calibration_total node_timex_pps_error_total node_timex_pps_jitter_total node_timex_pps_stability_exceeded_total node_xfrm_acquire_error_packets_total node_xfrm_fwd_hdr_error_packets_total node_xfrm_in_buffer_error_packets_total node_xfrm_in_error_packets_total node_xfrm_in_hdr_error_packets_total node_xfrm_in_no_pols_packets_total node_xfrm_in_no_states_packets_total node_xfrm_in_pol_block_packets_total node_xfrm_in_pol_error_packets_total node_xfrm_in_state_expired_packets_total node_xfrm_in_state_invalid_packets_total node_xfrm_in_state_mismatch_packets_total node_xfrm_in_state_mode_error_packets_total node_xfrm_in_state_proto_error_packets_total node_xfrm_in_state_seq_error_packets_total node_xfrm_in_tmpl_mismatch_packets_total node_xfrm_out_bundle_check_error_packets_total node_xfrm_out_bundle_gen_error_packets_total node_xfrm_out_error_packets_total node_xfrm_out_no_states_packets_total node_xfrm_out_pol_block_packets_total node_xfrm_out_pol_dead_packets_total node_xfrm_out_pol_error_packets_total node_xfrm_out_state_expired_packets_total node_xfrm_out_state_invalid_packets_total node_xfrm_out_state_mode_error_packets_total node_xfrm_out_state_proto_error_packets_total node_xfrm_out_state_seq_error_packets_total process_cpu_seconds_total process_network_receive_bytes_total process_network_transmit_bytes_total",
  ),
  "counter backing_device uuid": names(
    "node_bcache_bypassed_bytes_total node_bcache_cache_bypass_hits_total node_bcache_cache_bypass_misses_total node_bcache_cache_hits_total node_bcache_cache_miss_collisions_total node_bcache_cache_misses_total node_bcache_cache_readaheads_total",
  ),
  "counter btrfs_dev_uuid device type uuid": names("node_btrfs_device_errors_total"),
  "counter cache_device uuid": names("node_bcache_metadata_written_bytes_total node_bcache_written_bytes_total"),
  "counter cause": names("promhttp_metric_handler_errors_total"),
  "counter channel controller csrow dimm_label": names(
    "node_edac_channel_correctable_errors_total node_edac_channel_uncorrectable_errors_total",
  ),
  "counter code": names("promhttp_metric_handler_requests_total"),
  "counter collector": names("node_exporter_collector_cpu_seconds_total node_exporter_collector_timeouts_total"),
  "counter controller": names("node_edac_correctable_errors_total node_edac_uncorrectable_errors_total"),
  "counter controller csrow": names(
    "node_edac_csrow_correctable_errors_total node_edac_csrow_uncorrectable_errors_total",
  ),
  "counter core package": names("node_cpu_core_throttles_total"),
  "counter cpu": names(
    "node_perf_branch_instructions_total node_perf_branch_misses_total node_perf_cache_bpu_read_hits_total node_perf_cache_bpu_read_misses_total node_perf_cache_l1_instr_read_misses_total node_perf_cache_l1d_read_hits_total node_perf_cache_l1d_read_misses_total node_perf_cache_l1d_write_hits_total node_perf_cache_ll_read_hits_total node_perf_cache_ll_read_misses_total node_perf_cache_ll_write_hits_total node_perf_cache_ll_write_misses_total node_perf_cache_misses_total node_perf_cache_refs_total node_perf_cache_tlb_data_read_hits_total node_perf_cache_tlb_data_read_misses_total node_perf_cache_tlb_data_write_hits_total node_perf_cache_tlb_data_write_misses_total node_perf_cache_tlb_instr_read_hits_total node_perf_cache_tlb_instr_read_misses_total node_perf_context_switches_total node_perf_cpu_migrations_total node_perf_cpucycles_total node_perf_instructions_total node_perf_major_faults_total node_perf_minor_faults_total node_perf_page_faults_total node_perf_ref_cpucycles_total node_perf_stalled_cycles_backend_total node_perf_stalled_cycles_frontend_total node_schedstat_running_seconds_total node_schedstat_timeslices_total node_schedstat_waiting_seconds_total node_softnet_cpu_collision_total node_softnet_dropped_total node_softnet_flow_limit_count_total node_softnet_processed_total node_softnet_received_rps_total node_softnet_times_squeezed_total",
  ),
  "counter cpu devices info type": names("node_interrupts_total"),
  "counter cpu mode": names("node_cpu_guest_seconds_total node_cpu_seconds_total"),
  "counter cpu type": names("node_softirqs_functions_total"),
  "counter data_type device operation uuid": names("node_bcachefs_device_io_done_bytes_total"),
  "counter device": names(
    "node_disk_discard_time_seconds_total node_disk_discarded_sectors_total node_disk_discards_completed_total node_disk_discards_merged_total node_disk_flush_requests_time_seconds_total node_disk_flush_requests_total node_disk_io_time_seconds_total node_disk_io_time_weighted_seconds_total node_disk_read_bytes_total node_disk_read_time_seconds_total node_disk_reads_completed_total node_disk_reads_merged_total node_disk_write_time_seconds_total node_disk_writes_completed_total node_disk_writes_merged_total node_disk_written_bytes_total node_drbd_activitylog_writes_total node_drbd_bitmap_writes_total node_drbd_disk_read_bytes_total node_drbd_disk_written_bytes_total node_drbd_network_received_bytes_total node_drbd_network_sent_bytes_total node_network_carrier_changes_total node_network_carrier_down_changes_total node_network_carrier_up_changes_total node_tape_io_others_total node_tape_io_time_seconds_total node_tape_read_bytes_total node_tape_read_time_seconds_total node_tape_reads_completed_total node_tape_residual_total node_tape_write_time_seconds_total node_tape_writes_completed_total node_tape_written_bytes_total node_xfs_allocation_btree_compares_total node_xfs_allocation_btree_lookups_total node_xfs_allocation_btree_records_deleted_total node_xfs_allocation_btree_records_inserted_total node_xfs_block_map_btree_compares_total node_xfs_block_map_btree_lookups_total node_xfs_block_map_btree_records_deleted_total node_xfs_block_map_btree_records_inserted_total node_xfs_block_mapping_extent_list_compares_total node_xfs_block_mapping_extent_list_deletions_total node_xfs_block_mapping_extent_list_insertions_total node_xfs_block_mapping_extent_list_lookups_total node_xfs_block_mapping_reads_total node_xfs_block_mapping_unmaps_total node_xfs_block_mapping_writes_total node_xfs_directory_operation_create_total node_xfs_directory_operation_getdents_total node_xfs_directory_operation_lookup_total node_xfs_directory_operation_remove_total node_xfs_extent_allocation_blocks_allocated_total node_xfs_extent_allocation_blocks_freed_total node_xfs_extent_allocation_extents_allocated_total node_xfs_extent_allocation_extents_freed_total node_xfs_inode_operation_attempts_total node_xfs_inode_operation_attribute_changes_total node_xfs_inode_operation_duplicates_total node_xfs_inode_operation_found_total node_xfs_inode_operation_missed_total node_xfs_inode_operation_reclaims_total node_xfs_inode_operation_recycled_total node_xfs_read_calls_total node_xfs_vnode_active_total node_xfs_vnode_allocate_total node_xfs_vnode_get_total node_xfs_vnode_hold_total node_xfs_vnode_reclaim_total node_xfs_vnode_release_total node_xfs_vnode_remove_total node_xfs_write_calls_total",
  ),
  "counter device kind": names(
    "node_qdisc_bytes_total node_qdisc_drops_total node_qdisc_overlimits_total node_qdisc_packets_total node_qdisc_requeues_total",
  ),
  "counter device mac_address": names(
    "node_wifi_station_beacon_loss_total node_wifi_station_connected_seconds_total node_wifi_station_receive_bytes_total node_wifi_station_received_packets_total node_wifi_station_transmit_bytes_total node_wifi_station_transmit_failed_total node_wifi_station_transmit_retries_total node_wifi_station_transmitted_packets_total",
  ),
  "counter device port": names(
    "node_infiniband_duplicate_requests_packets_total node_infiniband_excessive_buffer_overrun_errors_total node_infiniband_implied_nak_seq_errors_total node_infiniband_legacy_data_received_bytes_total node_infiniband_legacy_data_transmitted_bytes_total node_infiniband_legacy_multicast_packets_received_total node_infiniband_legacy_multicast_packets_transmitted_total node_infiniband_legacy_packets_received_total node_infiniband_legacy_packets_transmitted_total node_infiniband_legacy_unicast_packets_received_total node_infiniband_legacy_unicast_packets_transmitted_total node_infiniband_link_downed_total node_infiniband_link_error_recovery_total node_infiniband_local_ack_timeout_errors_total node_infiniband_local_link_integrity_errors_total node_infiniband_multicast_packets_received_total node_infiniband_multicast_packets_transmitted_total node_infiniband_np_cnp_packets_sent_total node_infiniband_np_ecn_marked_roce_packets_received_total node_infiniband_out_of_buffer_drops_total node_infiniband_out_of_sequence_packets_received_total node_infiniband_packet_sequence_errors_total node_infiniband_port_constraint_errors_received_total node_infiniband_port_constraint_errors_transmitted_total node_infiniband_port_data_received_bytes_total node_infiniband_port_data_transmitted_bytes_total node_infiniband_port_discards_received_total node_infiniband_port_discards_transmitted_total node_infiniband_port_errors_received_total node_infiniband_port_packets_received_total node_infiniband_port_packets_transmitted_total node_infiniband_port_receive_remote_physical_errors_total node_infiniband_port_receive_switch_relay_errors_total node_infiniband_port_transmit_wait_total node_infiniband_req_cqes_errors_total node_infiniband_req_cqes_flush_errors_total node_infiniband_req_remote_access_errors_total node_infiniband_req_remote_invalid_request_errors_total node_infiniband_resp_cqes_errors_total node_infiniband_resp_cqes_flush_errors_total node_infiniband_resp_local_length_errors_total node_infiniband_resp_remote_access_errors_total node_infiniband_rnr_nak_retry_packets_received_total node_infiniband_roce_adp_retransmits_timeout_total node_infiniband_roce_adp_retransmits_total node_infiniband_roce_slow_restart_cnps_total node_infiniband_roce_slow_restart_total node_infiniband_roce_slow_restart_used_total node_infiniband_rp_cnp_ignored_packets_received_total node_infiniband_rp_cnp_packets_handled_total node_infiniband_rx_atomic_requests_total node_infiniband_rx_dct_connect_requests_total node_infiniband_rx_icrc_encapsulated_errors_total node_infiniband_rx_read_requests_total node_infiniband_rx_write_requests_total node_infiniband_symbol_error_total node_infiniband_unicast_packets_received_total node_infiniband_unicast_packets_transmitted_total node_infiniband_vl15_dropped_total",
  ),
  "counter device type uuid": names("node_bcachefs_device_io_errors_total"),
  "counter devices group info type": names("node_interrupts_group_total"),
  "counter error": names("node_nfsd_rpc_errors_total"),
  "counter error_type uuid": names("node_bcachefs_errors_total"),
  "counter export mountaddr operation protocol": names(
    "node_mountstats_nfs_operations_major_timeouts_total node_mountstats_nfs_operations_queue_time_seconds_total node_mountstats_nfs_operations_received_bytes_total node_mountstats_nfs_operations_request_time_seconds_total node_mountstats_nfs_operations_requests_total node_mountstats_nfs_operations_response_time_seconds_total node_mountstats_nfs_operations_sent_bytes_total node_mountstats_nfs_operations_transmissions_total",
  ),
  "counter export mountaddr protocol": names(
    "node_mountstats_nfs_age_seconds_total node_mountstats_nfs_direct_read_bytes_total node_mountstats_nfs_direct_write_bytes_total node_mountstats_nfs_event_attribute_invalidate_total node_mountstats_nfs_event_data_invalidate_total node_mountstats_nfs_event_dnode_revalidate_total node_mountstats_nfs_event_inode_revalidate_total node_mountstats_nfs_event_jukebox_delay_total node_mountstats_nfs_event_pnfs_read_total node_mountstats_nfs_event_pnfs_write_total node_mountstats_nfs_event_short_read_total node_mountstats_nfs_event_short_write_total node_mountstats_nfs_event_silly_rename_total node_mountstats_nfs_event_truncation_total node_mountstats_nfs_event_vfs_access_total node_mountstats_nfs_event_vfs_file_release_total node_mountstats_nfs_event_vfs_flush_total node_mountstats_nfs_event_vfs_fsync_total node_mountstats_nfs_event_vfs_getdents_total node_mountstats_nfs_event_vfs_lock_total node_mountstats_nfs_event_vfs_lookup_total node_mountstats_nfs_event_vfs_open_total node_mountstats_nfs_event_vfs_read_page_total node_mountstats_nfs_event_vfs_read_pages_total node_mountstats_nfs_event_vfs_setattr_total node_mountstats_nfs_event_vfs_update_page_total node_mountstats_nfs_event_vfs_write_page_total node_mountstats_nfs_event_vfs_write_pages_total node_mountstats_nfs_event_write_extension_total node_mountstats_nfs_read_bytes_total node_mountstats_nfs_read_pages_total node_mountstats_nfs_total_read_bytes_total node_mountstats_nfs_total_write_bytes_total node_mountstats_nfs_write_bytes_total node_mountstats_nfs_write_pages_total",
  ),
  "counter export mountaddr protocol transport": names(
    "node_mountstats_nfs_transport_backlog_queue_total node_mountstats_nfs_transport_bad_transaction_ids_total node_mountstats_nfs_transport_bind_total node_mountstats_nfs_transport_connect_total node_mountstats_nfs_transport_pending_queue_total node_mountstats_nfs_transport_receives_total node_mountstats_nfs_transport_sending_queue_total node_mountstats_nfs_transport_sends_total",
  ),
  "counter fc_host": names(
    "node_fibrechannel_dumped_frames_total node_fibrechannel_error_frames_total node_fibrechannel_fcp_packet_aborts_total node_fibrechannel_invalid_crc_total node_fibrechannel_invalid_tx_words_total node_fibrechannel_link_failure_total node_fibrechannel_loss_of_signal_total node_fibrechannel_loss_of_sync_total node_fibrechannel_nos_total node_fibrechannel_rx_frames_total node_fibrechannel_rx_words_total node_fibrechannel_seconds_since_last_reset_total node_fibrechannel_tx_frames_total node_fibrechannel_tx_words_total",
  ),
  "counter group": names(
    "node_cpu_group_core_throttles_total node_perf_group_branch_instructions_total node_perf_group_branch_misses_total node_perf_group_cache_bpu_read_hits_total node_perf_group_cache_bpu_read_misses_total node_perf_group_cache_l1_instr_read_misses_total node_perf_group_cache_l1d_read_hits_total node_perf_group_cache_l1d_read_misses_total node_perf_group_cache_l1d_write_hits_total node_perf_group_cache_ll_read_hits_total node_perf_group_cache_ll_read_misses_total node_perf_group_cache_ll_write_hits_total node_perf_group_cache_ll_write_misses_total node_perf_group_cache_misses_total node_perf_group_cache_refs_total node_perf_group_cache_tlb_data_read_hits_total node_perf_group_cache_tlb_data_read_misses_total node_perf_group_cache_tlb_data_write_hits_total node_perf_group_cache_tlb_data_write_misses_total node_perf_group_cache_tlb_instr_read_hits_total node_perf_group_cache_tlb_instr_read_misses_total node_perf_group_context_switches_total node_perf_group_cpu_migrations_total node_perf_group_cpucycles_total node_perf_group_instructions_total node_perf_group_major_faults_total node_perf_group_minor_faults_total node_perf_group_page_faults_total node_perf_group_ref_cpucycles_total node_perf_group_stalled_cycles_backend_total node_perf_group_stalled_cycles_frontend_total node_schedstat_group_running_seconds_total node_schedstat_group_timeslices_total node_schedstat_group_waiting_seconds_total node_softnet_group_cpu_collision_total node_softnet_group_dropped_total node_softnet_group_flow_limit_count_total node_softnet_group_processed_total node_softnet_group_received_rps_total node_softnet_group_times_squeezed_total",
  ),
  "counter group mode": names("node_cpu_group_guest_seconds_total node_cpu_group_seconds_total"),
  "counter group name": names("node_supervisord_start_time_seconds"),
  "counter group type": names("node_softirqs_group_functions_total"),
  "counter index path rapl_zone": names("node_rapl_joules_total"),
  "counter method proto": names("node_nfs_requests_total node_nfsd_requests_total"),
  "counter name": names("node_systemd_service_restart_total node_systemd_socket_accepted_connections_total"),
  "counter node zone": names(
    "node_zoneinfo_nr_dirtied_total node_zoneinfo_nr_written_total node_zoneinfo_numa_foreign_total node_zoneinfo_numa_hit_total node_zoneinfo_numa_interleave_total node_zoneinfo_numa_local_total node_zoneinfo_numa_miss_total node_zoneinfo_numa_other_total",
  ),
  "counter package": names("node_cpu_package_throttles_total"),
  "counter proto": names("node_nfsd_packets_total"),
  "counter protocol": names("node_nfs_packets_total"),
  "counter type uuid": names("node_bcachefs_btree_writes_total"),
  "counter uuid": names("node_bcache_cache_read_races_total node_btrfs_commit_seconds_total node_btrfs_commits_total"),
  "counter vector": names("node_softirqs_total"),
  gauge: names(
    "node_boot_time_seconds node_entropy_available_bits node_entropy_pool_size_bits node_exporter_collection_time_used_ratio node_exporter_config_last_reload_success_timestamp_seconds node_exporter_config_last_reload_successful node_exporter_web_certificate_expiry_timestamp_seconds node_exporter_web_configuration_current node_exporter_web_connections node_exporter_workers node_filefd_allocated node_filefd_maximum node_ksmd_general_profit_bytes node_ksmd_merge_across_nodes node_ksmd_pages_shared node_ksmd_pages_sharing node_ksmd_pages_to_scan node_ksmd_pages_unshared node_ksmd_pages_volatile node_ksmd_run node_ksmd_sleep_seconds node_load1 node_load15 node_load5 node_memory_Active_anon_bytes node_memory_Active_bytes node_memory_Active_file_bytes node_memory_AnonHugePages_bytes node_memory_AnonPages_bytes node_memory_Bounce_bytes node_memory_Buffers_bytes node_memory_Cached_bytes node_memory_CmaFree_bytes node_memory_CmaTotal_bytes node_memory_CommitLimit_bytes node_memory_Committed_AS_bytes node_memory_DirectMap1G_bytes node_memory_DirectMap2M_bytes node_memory_DirectMap4k_bytes node_memory_Dirty_bytes node_memory_HardwareCorrupted_bytes node_memory_HugePages_Free node_memory_HugePages_Rsvd node_memory_HugePages_Surp node_memory_HugePages_Total node_memory_Hugepagesize_bytes node_memory_Inactive_anon_bytes node_memory_Inactive_bytes node_memory_Inactive_file_bytes node_memory_KernelStack_bytes node_memory_Mapped_bytes node_memory_MemAvailable_bytes node_memory_MemFree_bytes node_memory_MemTotal_bytes node_memory_Mlocked_bytes node_memory_NFS_Unstable_bytes node_memory_PageTables_bytes node_memory_Percpu_bytes node_memory_SReclaimable_bytes node_memory_SUnreclaim_bytes node_memory_ShmemHugePages_bytes node_memory_ShmemPmdMapped_bytes node_memory_Shmem_bytes node_memory_Slab_bytes node_memory_SwapCached_bytes node_memory_SwapFree_bytes node_memory_SwapTotal_bytes node_memory_Unevictable_bytes node_memory_VmallocChunk_bytes node_memory_VmallocTotal_bytes node_memory_VmallocUsed_bytes node_memory_WritebackTmp_bytes node_memory_Writeback_bytes node_memory_Zswap_bytes node_memory_Zswapped_bytes node_nf_conntrack_entries node_nf_conntrack_entries_limit node_nf_conntrack_stat_drop node_nf_conntrack_stat_early_drop node_nf_conntrack_stat_found node_nf_conntrack_stat_ignore node_nf_conntrack_stat_insert node_nf_conntrack_stat_insert_failed node_nf_conntrack_stat_invalid node_nf_conntrack_stat_search_restart node_nfsd_read_ahead_cache_size_blocks node_nfsd_server_threads node_ntp_leap node_ntp_offset_seconds node_ntp_reference_timestamp_seconds node_ntp_root_delay_seconds node_ntp_root_dispersion_seconds node_ntp_rtt_seconds node_ntp_sanity node_ntp_stratum node_os_support_end_timestamp_seconds node_processes_max_processes node_processes_max_threads node_processes_pids node_processes_threads node_procs_blocked node_procs_running node_selinux_config_mode node_selinux_current_mode node_selinux_enabled node_sockstat_sockets_used node_systemd_system_running node_textfile_scrape_error node_time_seconds node_timex_estimated_error_seconds node_timex_frequency_adjustment_ratio node_timex_loop_time_constant node_timex_maxerror_seconds node_timex_offset_seconds node_timex_pps_frequency_hertz node_timex_pps_jitter_seconds node_timex_pps_shift_seconds node_timex_pps_stability_hertz node_timex_status node_timex_sync_status node_timex_tai_offset_seconds node_timex_tick_seconds nodejs_eventloop_utilization_ratio nodejs_external_memory_bytes nodejs_heap_size_total_bytes nodejs_heap_size_used_bytes process_max_fds process_open_fds process_resident_memory_bytes process_start_time_seconds process_virtual_memory_bytes process_virtual_memory_max_bytes promhttp_metric_handler_requests_in_flight",
  ),
  "gauge *": names(
    "node_btrfs_device_size_bytes node_dmi_info node_ipvs_backend_connections_active node_ipvs_backend_connections_inactive node_ipvs_backend_weight node_pcidevice_info node_power_supply_info",
  ),
  "gauge address adminstate broadcast device duplex ifalias operstate": names("node_network_info"),
  "gauge address device netmask scope": names("node_network_address_info"),
  "gauge algorithm uuid": names(
    "node_bcachefs_compression_compressed_bytes node_bcachefs_compression_uncompressed_bytes",
  ),
  "gauge altname device": names("node_network_altnames_info"),
  "gauge ana_state device nsid": names("node_nvme_namespace_info"),
  "gauge backing_device uuid": names(
    "node_bcache_dirty_data_bytes node_bcache_dirty_target_bytes node_bcache_writeback_change node_bcache_writeback_rate node_bcache_writeback_rate_integral_term node_bcache_writeback_rate_proportional_term",
  ),
  "gauge block_group_type mode uuid": names("node_btrfs_allocation_ratio node_btrfs_size_bytes node_btrfs_used_bytes"),
  "gauge block_group_type uuid": names("node_btrfs_reserved_bytes"),
  "gauge board_id device firmware_version hca_type": names("node_infiniband_info"),
  "gauge branch goarch goos goversion revision tags version": names("node_exporter_build_info"),
  "gauge bssid device mode ssid": names("node_wifi_station_info"),
  "gauge btrfs_dev_uuid device uuid": names("node_btrfs_device_unused_bytes"),
  "gauge bug": names("node_cpu_bug_info"),
  "gauge build_id id id_like image_id image_version name pretty_name variant variant_id version version_codename version_id":
    names("node_os_info"),
  "gauge bus device function segment": names(
    "node_pcidevice_current_link_transfers_per_second node_pcidevice_current_link_width node_pcidevice_d3cold_allowed node_pcidevice_max_link_transfers_per_second node_pcidevice_max_link_width node_pcidevice_numa_node node_pcidevice_sriov_drivers_autoprobe node_pcidevice_sriov_numvfs node_pcidevice_sriov_totalvfs node_pcidevice_sriov_vf_total_msix",
  ),
  "gauge bus device function segment state": names("node_pcidevice_power_state"),
  "gauge bus_info device driver expansion_rom_version firmware_version version": names("node_ethtool_info"),
  "gauge cache_device uuid": names(
    "node_bcache_io_errors node_bcache_priority_stats_metadata_percent node_bcache_priority_stats_unused_percent",
  ),
  "gauge cachesize core cpu family microcode model model_name package stepping vendor": names("node_cpu_info"),
  "gauge cachesize family group microcode model model_name stepping vendor": names("node_cpu_group_info"),
  "gauge card": names(
    "node_drm_gpu_busy_percent node_drm_memory_gtt_size_bytes node_drm_memory_gtt_used_bytes node_drm_memory_vis_vram_size_bytes node_drm_memory_vis_vram_used_bytes node_drm_memory_vram_size_bytes node_drm_memory_vram_used_bytes",
  ),
  "gauge card memory_vendor power_performance_level unique_id vendor": names("node_drm_card_info"),
  "gauge chip chip_name": names("node_hwmon_chip_names"),
  "gauge chip label sensor": names("node_hwmon_sensor_label"),
  "gauge class remote seat type": names("node_logind_sessions"),
  "gauge clocksource device": names("node_time_clocksource_available_info node_time_clocksource_current_info"),
  "gauge cntlid device firmware_revision model serial state": names("node_nvme_info"),
  "gauge codename mitigation state": names("node_cpu_vulnerabilities_info"),
  "gauge collector": names(
    "node_exporter_collector_bytes node_exporter_collector_failed node_exporter_collector_records_skipped node_exporter_collector_samples node_exporter_collector_series_dropped node_exporter_collector_timed_out node_scrape_collector_duration_seconds node_scrape_collector_success",
  ),
  "gauge controller state subsystem transport": names("node_nvmesubsystem_path_state"),
  "gauge core cpu package": names("node_cpu_frequency_hertz"),
  "gauge cpu": names(
    "node_cpu_frequency_avg_hertz node_cpu_frequency_hertz node_cpu_frequency_max_hertz node_cpu_frequency_min_hertz node_cpu_isolated node_cpu_online node_cpu_scaling_frequency_hertz node_cpu_scaling_frequency_max_hertz node_cpu_scaling_frequency_min_hertz node_softnet_backlog_len",
  ),
  "gauge cpu governor": names("node_cpu_scaling_governor"),
  "gauge dest device gw priority proto src weight": names("node_network_route_info"),
  "gauge dev_loss_tmo fabric_name fc_host port_id port_name port_state port_type speed supported_classes supported_speeds symbolic_name":
    names("node_fibrechannel_info"),
  "gauge device": names(
    "node_arp_entries node_disk_ata_rotation_rate_rpm node_disk_ata_write_cache node_disk_ata_write_cache_enabled node_disk_io_now node_drbd_application_pending node_drbd_connected node_drbd_epochs node_drbd_local_pending node_drbd_out_of_sync_bytes node_drbd_remote_pending node_drbd_remote_unacknowledged node_md_blocks node_md_blocks_synced node_md_degraded node_md_disks_required node_md_raid_disks node_network_address_assign_type node_network_asymmetricpause_advertised node_network_asymmetricpause_supported node_network_autonegotiate node_network_autonegotiate_advertised node_network_autonegotiate_supported node_network_carrier node_network_collisions_total node_network_device_id node_network_dormant node_network_flags node_network_iface_id node_network_iface_link node_network_iface_link_mode node_network_mtu_bytes node_network_multicast_total node_network_name_assign_type node_network_net_dev_group node_network_pause_advertised node_network_pause_supported node_network_protocol_type node_network_receive_bytes_total node_network_receive_compressed_total node_network_receive_crc_errors_total node_network_receive_dropped_total node_network_receive_errors_total node_network_receive_fifo_errors_total node_network_receive_frame_errors_total node_network_receive_length_errors_total node_network_receive_missed_errors_total node_network_receive_nohandler_total node_network_receive_over_errors_total node_network_receive_packets_total node_network_routes node_network_speed_bytes node_network_transmit_aborted_errors_total node_network_transmit_bytes_total node_network_transmit_carrier_errors_total node_network_transmit_compressed_total node_network_transmit_dropped_total node_network_transmit_errors_total node_network_transmit_fifo_errors_total node_network_transmit_heartbeat_errors_total node_network_transmit_packets_total node_network_transmit_queue_length node_network_transmit_window_errors_total node_network_up node_tape_io_now node_wifi_interface_frequency_hertz",
  ),
  "gauge device device_error fstype mountpoint": names(
    "node_filesystem_avail_bytes node_filesystem_device_error node_filesystem_files node_filesystem_files_free node_filesystem_free_bytes node_filesystem_purgeable_bytes node_filesystem_readonly node_filesystem_size_bytes",
  ),
  "gauge device duplex mode": names("node_network_advertised_speed_bytes node_network_supported_speed_bytes"),
  "gauge device kind": names("node_qdisc_backlog node_qdisc_current_queue_length"),
  "gauge device label state uuid": names("node_bcachefs_device_info"),
  "gauge device lv_layer lv_name name uuid vg_name": names("node_disk_device_mapper_info"),
  "gauge device mac_address": names(
    "node_wifi_station_inactive_seconds node_wifi_station_receive_bits_per_second node_wifi_station_signal_dbm node_wifi_station_transmit_bits_per_second",
  ),
  "gauge device major minor model path revision rotational serial wwn": names("node_disk_info"),
  "gauge device major minor mountpoint": names("node_filesystem_mount_info"),
  "gauge device node": names("node_drbd_disk_state_is_up_to_date node_drbd_node_role_is_primary"),
  "gauge device nsid": names(
    "node_nvme_namespace_capacity_bytes node_nvme_namespace_logical_block_size_bytes node_nvme_namespace_size_bytes node_nvme_namespace_used_bytes",
  ),
  "gauge device path state": names("node_dmmultipath_path_state"),
  "gauge device port": names(
    "node_infiniband_lifespan_seconds node_infiniband_physical_state_id node_infiniband_rate_bytes_per_second node_infiniband_state_id",
  ),
  "gauge device state": names("node_md_disks node_md_state"),
  "gauge device subsystem": names("node_nvmesubsystem_namespace_info"),
  "gauge device swap_type": names("node_swap_priority node_swap_size_bytes node_swap_used_bytes"),
  "gauge device sysfs_name": names(
    "node_dmmultipath_device_active node_dmmultipath_device_paths node_dmmultipath_device_paths_active node_dmmultipath_device_paths_failed node_dmmultipath_device_size_bytes",
  ),
  "gauge device sysfs_name uuid": names("node_dmmultipath_device_info"),
  "gauge device type": names("node_network_supported_port_info"),
  "gauge device type usage uuid version": names("node_disk_filesystem_info"),
  "gauge device uuid": names(
    "node_bcachefs_device_bucket_size_bytes node_bcachefs_device_buckets node_bcachefs_device_durability",
  ),
  "gauge domainname machine nodename release sysname version": names("node_uname_info"),
  "gauge export mountaddr mountpoint protocol": names("node_mountstats_nfs_mountpoint_info"),
  "gauge export mountaddr protocol transport": names(
    "node_mountstats_nfs_transport_idle_time_seconds node_mountstats_nfs_transport_maximum_rpc_slots",
  ),
  "gauge file": names("node_textfile_mtime_seconds"),
  "gauge file reason": names("node_textfile_file_scrape_error"),
  "gauge flag": names("node_cpu_flag_info"),
  "gauge governor group": names("node_cpu_group_scaling_governor_cpus"),
  "gauge group": names(
    "node_cpu_group_cpus node_cpu_group_frequency_avg_highest_hertz node_cpu_group_frequency_avg_lowest_hertz node_cpu_group_frequency_highest_hertz node_cpu_group_frequency_lowest_hertz node_cpu_group_frequency_max_highest_hertz node_cpu_group_frequency_max_lowest_hertz node_cpu_group_frequency_min_highest_hertz node_cpu_group_frequency_min_lowest_hertz node_cpu_group_info_frequency_highest_hertz node_cpu_group_info_frequency_lowest_hertz node_cpu_group_isolated_cpus node_cpu_group_scaling_frequency_highest_hertz node_cpu_group_scaling_frequency_lowest_hertz node_cpu_group_scaling_frequency_max_highest_hertz node_cpu_group_scaling_frequency_max_lowest_hertz node_cpu_group_scaling_frequency_min_highest_hertz node_cpu_group_scaling_frequency_min_lowest_hertz node_softnet_group_backlog_len",
  ),
  "gauge group name": names("node_supervisord_exit_status node_supervisord_state node_supervisord_up"),
  "gauge id id_like name": names("node_os_version"),
  "gauge identity name options pretimeout_governor state status": names("node_watchdog_info"),
  "gauge index name value": names("node_sysctl_info"),
  "gauge iopolicy model nqn serial subsystem": names("node_nvmesubsystem_info"),
  "gauge ip queue": names("node_udp_queues"),
  "gauge label uuid": names("node_btrfs_info"),
  "gauge master": names("node_bonding_active node_bonding_slaves"),
  "gauge name": names(
    "node_systemd_socket_current_connections node_systemd_socket_refused_connections_total node_systemd_timer_last_trigger_seconds node_systemd_unit_start_time_seconds node_systemd_unit_tasks_current node_systemd_unit_tasks_max node_watchdog_access_cs0 node_watchdog_bootstatus node_watchdog_fw_version node_watchdog_nowayout node_watchdog_pretimeout_seconds node_watchdog_timeleft_seconds node_watchdog_timeout_seconds",
  ),
  "gauge name state type": names("node_systemd_unit_state"),
  "gauge name type": names("node_cooling_device_cur_state node_cooling_device_max_state"),
  "gauge node size zone": names("node_buddyinfo_blocks"),
  "gauge node zone": names(
    "node_zoneinfo_high_pages node_zoneinfo_low_pages node_zoneinfo_managed_pages node_zoneinfo_min_pages node_zoneinfo_nr_active_anon_pages node_zoneinfo_nr_active_file_pages node_zoneinfo_nr_anon_pages node_zoneinfo_nr_anon_transparent_hugepages node_zoneinfo_nr_dirty_pages node_zoneinfo_nr_file_pages node_zoneinfo_nr_free_pages node_zoneinfo_nr_inactive_anon_pages node_zoneinfo_nr_inactive_file_pages node_zoneinfo_nr_isolated_anon_pages node_zoneinfo_nr_isolated_file_pages node_zoneinfo_nr_kernel_stacks node_zoneinfo_nr_mapped_pages node_zoneinfo_nr_mlock_stack_pages node_zoneinfo_nr_shmem_pages node_zoneinfo_nr_slab_reclaimable_pages node_zoneinfo_nr_slab_unreclaimable_pages node_zoneinfo_nr_unevictable_pages node_zoneinfo_nr_writeback_pages node_zoneinfo_present_pages node_zoneinfo_scanned_pages node_zoneinfo_spanned_pages",
  ),
  "gauge power_supply": names(
    "node_power_supply_authentic node_power_supply_calibrate node_power_supply_capacity node_power_supply_capacity_alert_max node_power_supply_capacity_alert_min node_power_supply_charge_ampere node_power_supply_charge_control_limit node_power_supply_charge_control_limit_max node_power_supply_charge_counter node_power_supply_charge_empty node_power_supply_charge_empty_design node_power_supply_charge_full node_power_supply_charge_full_design node_power_supply_charge_term_current node_power_supply_constant_charge_current node_power_supply_constant_charge_current_max node_power_supply_constant_charge_voltage node_power_supply_constant_charge_voltage_max node_power_supply_current_ampere node_power_supply_current_boot node_power_supply_current_max node_power_supply_cyclecount node_power_supply_energy_empty node_power_supply_energy_empty_design node_power_supply_energy_full node_power_supply_energy_full_design node_power_supply_energy_watthour node_power_supply_input_current_limit node_power_supply_online node_power_supply_power_watt node_power_supply_precharge_current node_power_supply_present node_power_supply_temp_alert_max_celsius node_power_supply_temp_alert_min_celsius node_power_supply_temp_ambient_celsius node_power_supply_temp_ambient_max_celsius node_power_supply_temp_ambient_min_celsius node_power_supply_temp_celsius node_power_supply_temp_max_celsius node_power_supply_temp_min_celsius node_power_supply_time_to_empty_seconds node_power_supply_time_to_full_seconds node_power_supply_voltage_boot node_power_supply_voltage_max node_power_supply_voltage_max_design node_power_supply_voltage_min node_power_supply_voltage_min_design node_power_supply_voltage_ocv node_power_supply_voltage_volt",
  ),
  "gauge service supervisor": names(
    "node_service_desired_state node_service_normal_state node_service_state node_service_state_last_change_timestamp_seconds",
  ),
  "gauge slab": names(
    "node_slabinfo_active_objects node_slabinfo_object_size_bytes node_slabinfo_objects node_slabinfo_objects_per_slab node_slabinfo_pages_per_slab",
  ),
  "gauge state": names("node_processes_state node_systemd_units node_tcp_connection_states"),
  "gauge state zpool": names("node_zfs_zpool_state"),
  "gauge subsys_name": names("node_cgroups_cgroups node_cgroups_enabled"),
  "gauge subsystem": names("node_nvmesubsystem_paths node_nvmesubsystem_paths_live"),
  "gauge thread_state": names("node_processes_threads_state"),
  "gauge time_zone": names("node_time_zone_offset_seconds"),
  "gauge type uuid": names("node_bcachefs_btree_write_average_size_bytes"),
  "gauge type zone": names("node_thermal_zone_temp"),
  "gauge uuid": names(
    "node_bcache_active_journal_entries node_bcache_average_key_size_sectors node_bcache_btree_cache_size_bytes node_bcache_btree_nodes node_bcache_btree_read_average_duration_seconds node_bcache_cache_available_percent node_bcache_congested node_bcache_root_usage_percent node_bcache_tree_depth node_bcachefs_btree_cache_size_bytes node_bcachefs_info node_btrfs_global_rsv_size_bytes node_btrfs_last_commit_seconds node_btrfs_max_commit_seconds",
  ),
  "gauge version": names("node_systemd_version nodejs_version_info"),
  "gauge virtualization_type": names("node_systemd_virtualization_info"),
  "gauge worker": names(
    "node_exporter_worker_busy_ratio node_exporter_worker_external_memory_bytes node_exporter_worker_heap_size_bytes node_exporter_worker_heap_used_bytes node_exporter_worker_kept_descriptors",
  ),
  "histogram phase": names("node_exporter_scrape_phase_seconds"),
};
